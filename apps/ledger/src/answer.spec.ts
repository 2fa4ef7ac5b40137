import { type Refusal, refusal } from '#domain';

import { answerTo, commandIdOf, invalidAnswer } from './answer';
import type { BudgetOutcome, BudgetReceipt } from './verdict';

const receipt: BudgetReceipt = {
  commandId: 'c-1',
  eventId: '361100/126@3',
  stream: '361100/126',
  revision: 3,
  partition: 4,
  offset: 17,
  hash: 'a'.repeat(64),
};
const recorded = {
  commandId: 'c-1',
  eventId: '361100/126@3',
  stream: '361100/126',
  revision: 3,
  position: '4:17',
  hash: 'a'.repeat(64),
};

describe('the answer to an outcome', () => {
  it('is 201 with the receipt for a new record and 200 with the same for a repeat', () => {
    expect(answerTo('c-1', { kind: 'recorded', first: true, receipt })).toEqual({ status: 201, body: recorded });
    expect(answerTo('c-1', { kind: 'recorded', first: false, receipt })).toEqual({ status: 200, body: recorded });
  });

  it('warns of what a close left behind, at its repeat as well', () => {
    const warning = { units: 2, lines: 3, leftYuan: '70.00', frozenYuan: '5.00' };
    const body = {
      ...recorded,
      warnings: [
        {
          code: 'not-carried-over',
          message:
            '有 2 个单位（含待下达）的 3 条明细没有结转：可用余额 70.00 元，冻结 5.00 元。要结转，先以 ReopenYear 重新打开该年度。 ' +
            '3 lines of 2 units (the pool counted as one) were not carried over: 70.00 yuan available, 5.00 yuan frozen. ' +
            'ReopenYear opens the year again for it.',
          ...warning,
        },
      ],
    };
    for (const first of [true, false]) {
      const answer = answerTo('c-1', { kind: 'recorded', first, receipt: { ...receipt, warning } });
      expect(answer).toEqual({ status: first ? 201 : 200, body });
    }
  });

  it('is the same problem for a refusal and its repeat, with figures and the receipt of the refusal', () => {
    const why: Refusal = refusal('line-below-zero', [{ field: 'lines[0]', askedYuan: '5.00', availableYuan: '3.00' }]);
    const answer = answerTo('c-1', { kind: 'recorded', first: true, receipt: { ...receipt, refusal: why } });
    expect(answer).toEqual({
      status: 422,
      body: {
        type: 'urn:budget-ledger:refusal:line-below-zero',
        title: '可用余额不足 The line would fall below zero available',
        status: 422,
        detail:
          '可用余额不足：lines[0]，申请 5.00 元，可用 3.00 元 ' +
          'The line would fall below zero available: lines[0], asked 5.00 yuan, available 3.00 yuan',
        code: 'line-below-zero',
        legalSource: '《中华人民共和国预算法》第十三条',
        figures: [{ field: 'lines[0]', askedYuan: '5.00', availableYuan: '3.00' }],
        ...recorded,
      },
    });
    const again = answerTo('c-1', { kind: 'recorded', first: false, receipt: { ...receipt, refusal: why } });
    expect(again).toEqual({ ...answer, repeated: true });
  });

  it.each<[string, BudgetOutcome | undefined, number, string, Record<string, unknown>]>([
    [
      'an id with another body',
      { kind: 'id-reused', receipt },
      409,
      'command-id-reused',
      { firstUse: { ...recorded, refused: false } },
    ],
    ['an id with another body under way', { kind: 'id-reused' }, 409, 'command-id-reused', {}],
    [
      'a wrong revision',
      { kind: 'wrong-revision', expected: 1, actual: 2 },
      412,
      'wrong-revision',
      { expected: 1, actual: 2 },
    ],
    [
      'a record too large',
      { kind: 'too-large', bytes: 9, limitBytes: 8 },
      422,
      'command-too-large',
      { bytes: 9, limitBytes: 8 },
    ],
    ['lost races', { kind: 'contended', tries: 32 }, 503, 'contended', { tries: 32 }],
    ['a full queue', { kind: 'overloaded', queued: 20_000 }, 503, 'overloaded', { queued: 20_000 }],
    ['a stopped stream', { kind: 'stopped', reason: 'damage' }, 503, 'stream-stopped', {}],
    ['a fate that is not known', undefined, 504, 'fate-unknown', {}],
  ])('names %s', (_, outcome, status, code, members) => {
    const { body, ...answer } = answerTo('c-1', outcome);
    expect(answer).toEqual({ status });
    expect(body).toMatchObject({
      type: `urn:budget-ledger:problem:${code}`,
      status,
      code,
      commandId: 'c-1',
      ...members,
    });
    expect(body).toHaveProperty('title', expect.stringMatching(/^[\u4e00-\u9fff]/));
    expect(body).toHaveProperty('detail', expect.stringMatching(/^[\u4e00-\u9fff]/));
  });

  it('names no first use where there is none yet', () => {
    expect(answerTo('c-1', { kind: 'id-reused' }).body).not.toHaveProperty('firstUse');
  });

  it('tells both revisions and the reason of a stop in words', () => {
    expect(answerTo('c', { kind: 'wrong-revision', expected: 1, actual: 2 }).body).toHaveProperty(
      'detail',
      '预期版本 1，实际版本 2。 Expected revision 1, the stream is at 2.',
    );
    expect(answerTo('c', { kind: 'stopped', reason: 'revision 3 names no parent' }).body).toHaveProperty(
      'detail',
      '停止原因：revision 3 names no parent revision 3 names no parent',
    );
  });
});

describe('the answer to what is no command', () => {
  it('names the first field in words and all of them in figures', () => {
    const errors = [
      { field: 'lines[0].amountYuan', message: '金额应为正数。 must be an amount' },
      { field: 'fiscalYear', message: 'must be a year' },
    ];
    const { status, body } = invalidAnswer({ commandId: 'c-1' }, errors);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'invalid-request',
      commandId: 'c-1',
      errors,
      detail: '字段 lines[0].amountYuan 有误：金额应为正数。 lines[0].amountYuan: must be an amount',
    });
  });

  it('has a code of its own for a missing id', () => {
    const errors = [{ field: 'commandId', message: 'expected string' }];
    expect(invalidAnswer({}, errors).body).toMatchObject({ status: 400, code: 'command-id-missing', errors });
    expect(invalidAnswer({ commandId: 'a b' }, errors).body).toMatchObject({
      code: 'invalid-request',
      commandId: 'a b',
    });
  });

  it('names no field where the whole is wrong', () => {
    const { body } = invalidAnswer(null, [{ field: '', message: '应为对象。 expected object' }]);
    expect(body).toMatchObject({ code: 'invalid-request', detail: '请求内容不是一条命令：应为对象。 expected object' });
    expect(body).not.toHaveProperty('commandId');
  });
});

describe('the id of an input', () => {
  it.each([
    [{ commandId: 'c' }, 'c'],
    [{ commandId: 5 }, undefined],
    [{}, undefined],
    [null, undefined],
    ['c', undefined],
    [[], undefined],
  ])('of %j is %j', (input, id) => {
    expect(commandIdOf(input)).toBe(id);
  });
});
