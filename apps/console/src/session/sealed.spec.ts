import { Sealed } from './sealed';

test('what was sealed is opened by who sealed it, as it was, for its time', () => {
  let now = 0;
  const sealed = new Sealed<{ state: string }>(1_000, () => now);
  const text = sealed.seal({ state: '状态' });
  expect(text).toMatch(/^[\w-]+$/);
  expect(sealed.open(text)).toEqual({ state: '状态' });
  expect(new Sealed(1_000, () => now).open(text)).toBeUndefined();
  now = 1_001;
  expect(sealed.open(text)).toBeUndefined();
});

test('nothing that was changed is opened', () => {
  const sealed = new Sealed<string>(1_000);
  const bytes = Buffer.from(sealed.seal('value'), 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(sealed.open(changed.toString('base64url'))).toBeUndefined();
  }
  for (const text of ['', 'x', bytes.subarray(0, 28).toString('base64url')]) expect(sealed.open(text)).toBeUndefined();
});
