import type { z } from 'zod';

import { commandSchema } from './command-schema';
import { parseCommand } from './parse-command';
import { fieldReason, wordsOf } from './field-reason';

const line = {
  ...{ unit: '126001', source: 'general-public-budget', function: '2012901', economic: '30201' },
  ...{ category: 'operating', amountYuan: '1.00' },
};
const command = {
  ...{ type: 'AllocateBudget', commandId: 'c', division: '361100', department: '126', documentNumber: '文' },
  ...{ effectiveDate: '2024-01-01', fiscalYear: 2024, lines: [line] },
};

/** The message of the first error. */
function told(changes: object): string {
  const parsed = parseCommand({ ...command, ...changes });
  return parsed.ok ? '' : (parsed.errors[0]?.message ?? '');
}
const ofLine = (changes: object) => ({ lines: [{ ...line, ...changes }] });

describe('why a field does not fit', () => {
  it.each<[string, object, string]>([
    [
      'what is missing',
      { division: undefined },
      '行政区划没有填写。 Invalid input: expected string, received undefined',
    ],
    [
      'another kind of value',
      { fiscalYear: '2024' },
      '预算年度应为数字，收到“2024”。 “2024”: Invalid input: expected number, received string',
    ],
    ['a number too small', { fiscalYear: 1999 }, '预算年度不得小于 2000，收到“1999”。 “1999”: Too small'],
    ['a number too large', { fiscalYear: 2101 }, '预算年度不得大于 2100，收到“2101”。 “2101”: Too big'],
    ['an empty list', { lines: [] }, '明细至少 1 项。 Too small'],
    ['a list too long', { lines: Array<object>(5_001).fill(line) }, '明细最多 5000 项。 Too big'],
    ['an empty text', { documentNumber: '' }, '文号不能为空。 '],
    ['a text too long', { documentNumber: '文'.repeat(101) }, '文号最多 100 个字。 Too big'],
    [
      'a character that cannot be seen',
      { documentNumber: '文\u200b' },
      '文号第 2 个字符 U+200B（零宽空格）不允许。 must not',
    ],
    [
      'a day that is none',
      { effectiveDate: '2024-02-30' },
      '生效日期应为真实日期，如 2024-01-31，收到“2024-02-30”。 “2024-02-30”: Invalid ISO date',
    ],
    [
      'a day far off',
      { effectiveDate: '2999-01-01' },
      '生效日期须在 1900 年至 2199 年之间，收到“2999-01-01”。 “2999-01-01”: must be a day',
    ],
    ['a code of wrong length', { division: '36' }, '行政区划应为六位数字，收到“36”。 “36”: must be six digits'],
    ['an amount', ofLine({ amountYuan: '-1' }), '金额应为'],
    ['a field that is not known', { force: true }, '这里没有名为 force 的字段。 Unrecognized key'],
    [
      'a code that is none',
      ofLine({ category: 'other' }),
      '支出类别应为下列之一：personnel（人员经费）、operating（公用经费）、',
    ],
    ['a unit or a pool', ofLine({ unit: '1' }), '单位应为六位数字，或应为三位数字，收到“1”。 “1”: Invalid input'],
    [
      'a rule of two fields',
      ofLine({ project: '甲' }),
      '项目仅在支出类别为项目支出（project）时填写，且必须填写。 must be given',
    ],
    [
      'a kind of command that is none',
      { type: 'Allocate' },
      '种类不是已知的种类，收到“Allocate”。 “Allocate”: Invalid',
    ],
  ])('says of %s in Chinese first', (_, changes, message) => {
    expect(told(changes).slice(0, message.length)).toBe(message);
    expect(told(changes)).toMatch(/。 \S/);
  });

  it('says it of a part of a combination with its path and what was sent there', () => {
    const { lines: _lines, fiscalYear: _year, ...basis } = command;
    const faultsOf = (...commands: unknown[]) => {
      const parsed = parseCommand({ ...basis, type: 'CombineCommands', commands });
      return parsed.ok
        ? []
        : parsed.errors.map(({ field, message }) => [field, message.slice(0, message.indexOf('。'))]);
    };
    const part = { type: 'FreezeFunds', fiscalYear: 2024, lines: [line] };
    expect(faultsOf(part, { ...part, type: 'Freeze' })).toEqual([
      ['commands[1].type', '种类不是已知的种类，收到“Freeze”'],
    ]);
    expect(faultsOf({ ...part, type: 'CloseYear' })).toEqual([
      ['commands[0].type', '种类不是已知的种类，收到“CloseYear”'],
    ]);
    expect(faultsOf(part, { ...part, type: 'AdjustBudget', kind: 'more' })).toEqual([
      ['commands[1].kind', '种类不是已知的种类，收到“more”'],
    ]);
    expect(faultsOf({ ...part, lines: [line, { ...line, ...{ source: '自筹', amountYuan: '-1' } }] })).toEqual([
      ['commands[0].lines[1].source', expect.stringMatching(/^资金来源应为下列之一：.+，收到“自筹”$/)],
      ['commands[0].lines[1].amountYuan', expect.stringMatching(/^金额应为.+，收到“-1”$/)],
    ]);
    expect(faultsOf('支付')).toEqual([['commands[0]', '命令应为对象，收到“支付”']]);
  });

  it.each<[string, object, string]>([
    ['too long a value', { division: '9'.repeat(5_000) }, `收到“${'9'.repeat(40)}…”。`],
    ['a value of characters that cannot be seen', { division: '36\u200b1100' }, '应为六位数字。'],
    ['an object', { division: { code: '361100' } }, '应为文本。'],
  ])('does not repeat %s', (_, changes, end) => {
    const message = told(changes);
    expect(message.slice(0, message.indexOf('。') + 1).endsWith(end)).toBe(true);
  });

  it('names nothing where the whole is no object, and takes messages apart again', () => {
    const [issue] = commandSchema.safeParse(null).error?.issues ?? [];
    expect(fieldReason(issue as z.core.$ZodIssue).zh).toBe('应为对象');
    expect(wordsOf('应为六位数字。 must be six digits')).toEqual({ zh: '应为六位数字', en: 'must be six digits' });
    expect(wordsOf('must be six digits')).toEqual({ en: 'must be six digits' });
  });
});
