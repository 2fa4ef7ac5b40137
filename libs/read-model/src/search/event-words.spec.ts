import { comparedText, wordsOf } from './event-words';

const data = {
  documentNumber: '饶财预[2024]7号',
  chartHash: '63ba17e5bc1caecfdca6893eab31c7dbaa59f1ed636509a5dca43388d3d1c4d3',
  fiscalYear: 2024,
  lines: [
    { unit: '126001', project: '妇女 之家', amountYuan: '8000.00' },
    { unit: '126001', project: 'Ａ项目', amountYuan: '8000.00' },
  ],
};

describe('what an event is searched by', () => {
  it('holds every text once as it is compared, whoever posted it among them, and no hash', () => {
    expect(wordsOf('张三', data).split('\n')).toEqual([
      '张三',
      '饶财预〔2024〕7号',
      '126001',
      '妇女之家',
      '8000.00',
      'a项目',
    ]);
  });

  it('takes what is written in narrow small letters without brackets and spaces as it is, and all else as it is compared', () => {
    for (const text of ['30201', '8000.00', 'general-public-budget', "a~!'*@\\^"])
      expect(comparedText(text)).toBe(text.normalize('NFKC').toLowerCase());
    for (const [text, compared] of [
      ['A1', 'a1'],
      ['a b', 'ab'],
      ['a\tb', 'ab'],
      ['(1)', '〔1〕'],
      ['[1]', '〔1〕'],
    ] as const)
      expect(comparedText(text)).toBe(compared);
  });

  it('ends before it gets too large, and holds nothing that a database cannot', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => `项目${index}`);
    expect(wordsOf('张三', many).length).toBeLessThanOrEqual(100_000);
    expect(comparedText('a\0b\ud800')).toBe('ab\ufffd');
  });
});
