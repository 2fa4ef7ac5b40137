import type { z } from 'zod';

import { commandSchema, parseCommand } from './command-schema';
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
      '预算年度应为数字。 Invalid input: expected number, received string',
    ],
    ['a number too small', { fiscalYear: 1999 }, '预算年度不得小于 2000。 Too small'],
    ['a number too large', { fiscalYear: 2101 }, '预算年度不得大于 2100。 Too big'],
    ['an empty list', { lines: [] }, '明细至少 1 项。 Too small'],
    ['a list too long', { lines: Array<object>(5_001).fill(line) }, '明细最多 5000 项。 Too big'],
    ['an empty text', { documentNumber: '' }, '文号不能为空。 '],
    ['a text too long', { documentNumber: '文'.repeat(101) }, '文号最多 100 个字。 Too big'],
    [
      'a character that cannot be seen',
      { documentNumber: '文\u200b' },
      '文号第 2 个字符 U+200B（零宽空格）不允许。 must not',
    ],
    ['a day that is none', { effectiveDate: '2024-02-30' }, '生效日期应为真实日期，如 2024-01-31。 Invalid ISO date'],
    ['a day far off', { effectiveDate: '2999-01-01' }, '生效日期须在 1900 年至 2199 年之间。 must be a day'],
    ['a code of wrong length', { division: '36' }, '行政区划应为六位数字。 must be six digits'],
    ['an amount', ofLine({ amountYuan: '-1' }), '金额应为'],
    ['a field that is not known', { force: true }, '这里没有名为 force 的字段。 Unrecognized key'],
    [
      'a code that is none',
      ofLine({ category: 'other' }),
      '支出类别应为下列之一：personnel（人员经费）、operating（公用经费）、',
    ],
    ['a unit or a pool', ofLine({ unit: '1' }), '单位应为六位数字，或应为三位数字。 Invalid input'],
    [
      'a rule of two fields',
      ofLine({ project: '甲' }),
      '项目仅在支出类别为项目支出（project）时填写，且必须填写。 must be given',
    ],
    ['a kind of command that is none', { type: 'Allocate' }, '种类没有填写，或不是已知的种类。 Invalid'],
  ])('says of %s in Chinese first', (_, changes, message) => {
    expect(told(changes).slice(0, message.length)).toBe(message);
    expect(told(changes)).toMatch(/。 \S/);
  });

  it('names nothing where the whole is no object, and takes messages apart again', () => {
    const [issue] = commandSchema.safeParse(null).error?.issues ?? [];
    expect(fieldReason(issue as z.core.$ZodIssue).zh).toBe('应为对象');
    expect(wordsOf('应为六位数字。 must be six digits')).toEqual({ zh: '应为六位数字', en: 'must be six digits' });
    expect(wordsOf('must be six digits')).toEqual({ en: 'must be six digits' });
  });
});
