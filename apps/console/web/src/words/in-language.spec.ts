import { inLanguage } from './in-language';

describe('what the services write in both languages', () => {
  it.each([
    [
      '可用余额不足 The line would fall below zero available',
      '可用余额不足',
      'The line would fall below zero available',
    ],
    ['字段 a 有误：文号不能为空。 a: must not be empty', '字段 a 有误：文号不能为空。', 'a: must not be empty'],
    ['请求最大 8 MiB。 A request may hold 8 MiB at most', '请求最大 8 MiB。', 'A request may hold 8 MiB at most'],
  ])('%s', (text, zh, en) => {
    expect([inLanguage(text, 'zh'), inLanguage(text, 'en')]).toEqual([zh, en]);
  });

  it.each(['Only English', '只有中文', ''])('leaves %p as it is', (text) => {
    expect([inLanguage(text, 'zh'), inLanguage(text, 'en')]).toEqual([text, text]);
  });
});
