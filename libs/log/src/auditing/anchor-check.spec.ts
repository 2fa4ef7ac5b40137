import { AnchorCheck } from './anchor-check';
import { type Envelope, hashOf } from '../rule/envelope';
import type { AcceptedRecord } from '../rule/fold';

const recordOf = (stream: string, revision: number, offset: number): AcceptedRecord => ({
  partition: 1,
  offset,
  stream,
  hash: hashOf(`${stream}@${revision}`),
  envelope: { revision } as Envelope,
});
const anchorOf = (stream: string, revision: number, other: object = {}) => ({
  stream,
  revision,
  hash: hashOf(`${stream}@${revision}`),
  ...other,
});
const checkOf = (anchors: ReturnType<typeof anchorOf>[], ends: [nextOffset: number, lastHash: string][] = []) =>
  new AnchorCheck(
    anchors,
    ends.map(([nextOffset, lastHash]) => ({ partition: 1, nextOffset, lastHash })),
    (offset) => ({ partition: 1, offset }),
  );

test('a record is what its receipts stand for, or the first that it is not is told', () => {
  const check = checkOf([
    anchorOf('s', 1, { at: { partition: 1, offset: 5 } }),
    anchorOf('s', 2),
    anchorOf('s', 2, { hash: hashOf('other') }),
    anchorOf('s', 3, { at: { partition: 1, offset: 9 } }),
  ]);
  expect(check.brokenBy(recordOf('s', 1, 5))).toBeUndefined();
  expect(check.brokenBy(recordOf('s', 2, 6))?.en).toContain(`the receipt's hash is ${hashOf('other')}`);
  expect(check.brokenBy(recordOf('s', 3, 7))?.en).toContain('but stood at 1:9');
  expect(check.brokenBy(recordOf('s', 4, 8))).toBeUndefined();
});

test('receipts of records that were never met are told with where their stream ends', () => {
  const check = checkOf([anchorOf('s', 1), anchorOf('s', 2), anchorOf('t', 7)]);
  check.brokenBy(recordOf('s', 1, 0));
  const missed = check.missed((stream) => (stream === 's' ? 1 : 0));
  expect(missed.map(({ stream, revision }) => [stream, revision])).toEqual([
    ['s', 2],
    ['t', 7],
  ]);
  expect(missed[0]?.why.en).toContain('s ends at revision 1, but a receipt stands for revision 2');
});

test('what was seen at the end of the partition must be there still', () => {
  const check = checkOf(
    [],
    [
      [5, hashOf('e')],
      [9, hashOf('i')],
    ],
  );
  expect(check.changedAt(4, hashOf('e'))).toBeUndefined();
  expect(check.changedAt(5, hashOf('x'))).toBeUndefined();
  expect(check.changedAt(4, hashOf('x'))?.en).toContain(`its hash was ${hashOf('e')} and is ${hashOf('x')}`);
  expect(check.cutOffAt(9)).toBeUndefined();
  expect(check.cutOffAt(8)?.en).toContain('up to offset 8: its tail was cut off');
});
