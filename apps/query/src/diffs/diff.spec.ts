import { emptyLine } from '#domain';
import { type EventName, LargestEvents } from '#read-model';
import type { CellChange } from '#report';

import { dimensionsExample } from '../lines/lines-example';
import { diffAsCsv } from './diff-csv';
import { diffQuery } from './diff-request';
import { explainedBy, namedEvents, placesOf } from './explained-changes';

const stream = '361100/126';
const eventsOf = (...amounts: [revision: number, fen: bigint][]): LargestEvents => {
  const events = new LargestEvents(20);
  for (const [revision, amountFen] of amounts) events.add({ stream, revision }, amountFen);
  return events;
};
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

describe('what explains a change', () => {
  it('is what each event adds, the largest first', () => {
    const [explained] = explainedBy([change], [eventsOf([2, 1_000n], [3, -1_000n], [4, 3_000n])]);
    expect(explained?.events.map(({ revision, amountFen }) => [revision, amountFen])).toEqual([
      [4, 3_000n],
      [2, 1_000n],
      [3, -1_000n],
    ]);
    expect(diffAsCsv([change], [explained!]).rows).toEqual([
      ['30201', '办公费', 'total', '合计', '10.00', '40.00', '30.00', `${stream}@4 ${stream}@2 ${stream}@3`],
    ]);
  });

  it('is looked for in the lines of each change of the page', () => {
    const other = { ...change, row: { key: '30202', name: '印刷费' } };
    const line = emptyLine(dimensionsExample, 2024);
    expect(placesOf([change, other], () => [other])(line)).toEqual([1]);
    expect(placesOf([change], () => [other])(line)).toEqual([]);
  });

  it('is told by name of the largest twenty, and of the others by what they come to', () => {
    const amounts = Array.from({ length: 30 }, (_, index): [number, bigint] => [index + 1, 100n]);
    const [explained] = explainedBy([change], [eventsOf(...amounts)]);
    const names = new Map(
      amounts.map(([revision]) => [`${stream}@${revision}`, { eventId: `${stream}@${revision}` } as EventName]),
    );
    const { events, otherEvents } = namedEvents(explained, names);
    expect(events).toHaveLength(20);
    expect(otherEvents).toEqual({ count: 10, amountYuan: '10.00' });
  });

  it('adds up to it, or there is no answer', () => {
    expect(() => explainedBy([change], [eventsOf([2, 1n])])).toThrow('change of 30201/total');
    expect(() => explainedBy([change], [])).toThrow('change of 30201/total');
  });
});

it('a question about a difference says what is compared', () => {
  const fieldsOf = (query: object) => diffQuery.safeParse(query).error?.issues.map(({ path }) => path.join('.'));
  expect(fieldsOf({ to: '17' })).toEqual(['from']);
  expect(fieldsOf({ effectiveFrom: '2024-03-31' })).toBeUndefined();
});
