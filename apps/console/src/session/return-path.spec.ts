import { returnPath } from './return-path';

test.each(['/', '/divisions/361100/units/126001/years/2024/tables/3', '/?q=%E4%B8%8A&x=1#here', '/a//b'])(
  '%s is a path of the console',
  (to) => expect(returnPath(to)).toBe(to),
);

test.each([
  undefined,
  '',
  'divisions',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/a\\..\\..\\\\evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/..//evil.example',
  '/./%2e//evil.example',
  '/x/..//evil.example',
  '/%2e%2e//evil.example',
  ' //evil.example',
  '/\r\nset-cookie: a=b',
  ['/a', '/b'],
  `/${'a'.repeat(3_000)}`,
  '/session/sign-out',
])('%j leads home', (to) => expect(returnPath(to)).toBe('/'));
