import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { explainRefusal } from './explain-refusal';
import { refusal } from './refusal';
import { REFUSAL_RULES, type RefusalCode } from './refusal-rules';

describe('a refusal', () => {
  it('names asked and available in words, Chinese first', () => {
    const words = explainRefusal(
      refusal('line-below-zero', [
        { field: 'lines[0]', askedYuan: '5.00', availableYuan: '3.00' },
        { field: 'lines[2]', askedYuan: '1.00', availableYuan: '0.00' },
      ]),
    );
    expect(words.zh).toBe('可用余额不足：lines[0]，申请 5.00 元，可用 3.00 元；lines[2]，申请 1.00 元，可用 0.00 元');
    expect(words.en).toBe(
      'The line would fall below zero available: lines[0], asked 5.00 yuan, available 3.00 yuan; ' +
        'lines[2], asked 1.00 yuan, available 0.00 yuan',
    );
  });

  it('names what stood there and what was expected', () => {
    const words = explainRefusal(
      refusal('unknown-code', [{ field: 'lines[0].economic', value: '399', expected: 'economic 2024' }]),
    );
    expect(words.zh).toBe('科目编码不在当年科目表中：lines[0].economic，为 399，应为 部门预算支出经济分类科目 2024');
    expect(words.en).toBe(
      "The code is not in the year's chart of accounts: lines[0].economic, is 399, expected economic 2024",
    );
  });

  it('names the day on which the least is left', () => {
    const words = explainRefusal(
      refusal('line-below-zero', [
        { field: 'lines[0]', askedYuan: '5.00', availableYuan: '3.00', lowestOn: '2024-09-01' },
      ]),
    );
    expect(words.zh).toBe('可用余额不足：lines[0]，申请 5.00 元，可用 3.00 元，2024-09-01 为最低');
    expect(words.en).toBe(
      'The line would fall below zero available: lines[0], asked 5.00 yuan, available 3.00 yuan, lowest on 2024-09-01',
    );
  });
});

describe('a posting that the command does not spell out', () => {
  it('is told by its line', () => {
    const line = {
      unit: '126001',
      source: 'general-public-budget' as const,
      function: '2012902',
      economic: '30227',
      category: 'project' as const,
      project: '甲 乙',
      originYear: 2023,
    };
    const asked = { line, askedYuan: '2.00', availableYuan: '1.00' };
    const words = explainRefusal(refusal('freeze-short', [{ field: 'postings[3]', ...asked }]));
    const [zh, en] = ['一般公共预算 项目支出', 'general-public-budget project'];
    const told = (names: string): string => `postings[3] (126001 2012902 30227 甲 乙 2023 ${names})`;
    expect(words.zh).toBe(`超过冻结余额：${told(zh)}，申请 2.00 元，可用 1.00 元`);
    expect(words.en).toBe(`More than the freeze holds: ${told(en)}, asked 2.00 yuan, available 1.00 yuan`);
    for (const field of ['lines[0]', 'from[12]', 'to[1]', 'commands[1].from[0]']) {
      expect(explainRefusal(refusal('line-below-zero', [{ field, ...asked }])).zh).not.toContain('126001');
    }
  });
});

describe('a refusal in Chinese', () => {
  it('names codes as people do, and says what a list has that is most like an unknown code', () => {
    const unbalanced = refusal('transfer-unbalanced', [{ field: 'to', value: 'general-public-budget//personnel' }]);
    expect(explainRefusal(unbalanced).zh).toContain('to，为 一般公共预算/人员经费');
    expect(explainRefusal(unbalanced).en).toContain('general-public-budget//personnel');
    const figure = { field: 'lines[0].economic', value: '30298', expected: 'economic 2024', nearest: '30299 其他' };
    expect(explainRefusal(refusal('unknown-code', [figure])).zh).toContain(
      'lines[0].economic，为 30298，应为 部门预算支出经济分类科目 2024，最接近的有 30299 其他',
    );
    const closed = { field: 'fiscalYear', value: '2023', expected: 'CarryOverBalance < CloseYear; ReopenYear' };
    expect(explainRefusal(refusal('year-closed', [closed])).zh).toBe(
      '该年度已结账：fiscalYear，为 2023，先结转、后结账；已结账的，先以 ReopenYear 重新打开该年度',
    );
  });
});

describe('every rule', () => {
  const codes = Object.keys(REFUSAL_RULES) as RefusalCode[];
  const specs = readdirSync(__dirname)
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(__dirname, name), 'utf8'))
    .join('\n');

  it.each(codes)('%s is asserted of a decision', (code) => {
    expect(specs).toMatch(new RegExp(`thenRefused\\(\\s*'${code}'`));
  });

  it.each(codes)('%s has a legal source', (code) => {
    expect(refusal(code, []).legalSource).toMatch(/^《中华人民共和国(预算法|预算法实施条例|会计法)》第.+条$/);
  });

  it.each(codes)('%s is explained in both languages with its figures', (code) => {
    const { zh, en } = explainRefusal(
      refusal(code, [{ field: 'lines[0]', value: 'v', expected: 'e', askedYuan: '5.00', availableYuan: '3.00' }]),
    );
    const { title } = REFUSAL_RULES[code];
    expect(zh).toBe(`${title.zh}：lines[0]，为 v，应为 e，申请 5.00 元，可用 3.00 元`);
    expect(en).toBe(`${title.en}: lines[0], is v, expected e, asked 5.00 yuan, available 3.00 yuan`);
    expect(title.zh).toMatch(/^[\p{Script=Han}“”、，]+$/u);
    expect(title.en).toMatch(/^[A-Z][\x20-\x7e]+$/);
  });

  it('explains itself by words that no other rule has', () => {
    for (const language of ['zh', 'en'] as const) {
      expect(new Set(codes.map((code) => REFUSAL_RULES[code].title[language])).size).toBe(codes.length);
    }
  });
});
