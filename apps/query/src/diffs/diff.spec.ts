import { Turns } from '#basics';
import { emptyLine, lineKeyOf } from '#domain';
import type { EventAmounts, EventName } from '#read-model';
import type { CellChange } from '#report';

import { dimensionsExample } from '../lines/lines-example';
import { diffAsCsv } from './diff-csv';
import { diffQuery } from './diff-request';
import { explainedBy, namedEvents } from './explained-changes';

const stream = '361100/126';
const lineKey = lineKeyOf(emptyLine(dimensionsExample, 2024));
const amountOf = (revision: number, ...amounts: bigint[]): EventAmounts => ({
  stream,
  revision,
  amounts: amounts.map((amountFen) => ({ key: lineKey, amountFen })),
});
const change: CellChange = {
  row: { key: '30201', name: '办公费' },
  column: { key: 'total', name: '合计' },
  takes: () => true,
  fromFen: 1_000n,
  toFen: 4_000n,
  from: '',
  to: '',
  change: '',
};
const found = { changes: [change], changesOf: () => [change] };

describe('what explains a change', () => {
  it('is what each event adds, the largest first', async () => {
    const amounts = [amountOf(2, 500n, 500n), amountOf(3, -1_000n), amountOf(4, 3_000n)];
    const [explained] = await explainedBy(found, amounts, new Turns());
    expect(explained?.events.map(({ revision, amountFen }) => [revision, amountFen])).toEqual([
      [4, 3_000n],
      [2, 1_000n],
      [3, -1_000n],
    ]);
    expect(diffAsCsv([change], [explained!]).rows).toEqual([
      ['30201', '办公费', 'total', '合计', '10.00', '40.00', '30.00', `${stream}@4 ${stream}@2 ${stream}@3`],
    ]);
  });

  it('is told by name of the largest twenty, and of the others by what they come to', async () => {
    const amounts = Array.from({ length: 30 }, (_, index) => amountOf(index + 1, 100n));
    const [explained] = await explainedBy(found, amounts, new Turns());
    const names = new Map(
      amounts.map(({ revision }) => [`${stream}@${revision}`, { eventId: `${stream}@${revision}` } as EventName]),
    );
    const { events, otherEvents } = namedEvents(explained, names);
    expect(events).toHaveLength(20);
    expect(otherEvents).toEqual({ count: 10, amountYuan: '10.00' });
  });

  it('adds up to it, or there is no answer', async () => {
    await expect(explainedBy(found, [amountOf(2, 1n)], new Turns())).rejects.toThrow('change of 30201/total');
  });
});

it('a question about a difference says what is compared', () => {
  const fieldsOf = (query: object) => diffQuery.safeParse(query).error?.issues.map(({ path }) => path.join('.'));
  expect(fieldsOf({ to: '17' })).toEqual(['from']);
  expect(fieldsOf({ effectiveFrom: '2024-03-31' })).toBeUndefined();
});
