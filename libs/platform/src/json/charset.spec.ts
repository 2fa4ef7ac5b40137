import { charsetProblem } from './charset';

test.each([
  undefined,
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'application/json; charset=utf8; version=1',
  'application/json; charset=us-ascii',
])('%s is UTF-8', (contentType) => {
  expect(charsetProblem(contentType)).toBeUndefined();
});

test.each(['gbk', 'GB18030', 'utf-16', '"gb2312"', 'latin1', ''])('charset=%s is another', (charset) => {
  expect(charsetProblem(`application/json; charset=${charset}`)?.details).toMatchObject({
    status: 415,
    code: 'unsupported-media-type',
    detail: expect.stringMatching(/须为 UTF-8 编码.*must come in UTF-8/),
  });
});
