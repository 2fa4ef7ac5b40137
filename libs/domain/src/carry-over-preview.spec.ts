import {
  allocated,
  ask,
  carried,
  line,
  lineWithoutAmount,
  personnel,
  project,
  registered,
  stateAfter,
} from '../test/given';
import { previewCarryOver } from './carry-over-preview';
import { yuanOf } from './money';
import { linesOfYear } from './state';

const ofYear = { fiscalYear: 2024 };
const before = [
  registered,
  allocated(line('100.00'), line('50.00', personnel), line('70.00', project), line('5.00', { unit: '126' })),
  carried(line('20.00', { originYear: 2023 }), line('3.00', { originYear: 2022 })),
  ask('RecordPayment', { ...ofYear, lines: [line('99.99'), line('50', personnel)] }),
  ask('FreezeFunds', { ...ofYear, lines: [line('70', project)] }),
  ask('ReclaimBalance', { ...ofYear, lines: [{ ...line('3', { originYear: 2022 }), originYear: 2022 }] }),
];
const preview = () =>
  previewCarryOver(2024, linesOfYear(stateAfter(...before), 2024)).map(({ leftFen, kind, into }) => ({
    left: yuanOf(leftFen),
    kind,
    into,
  }));

test('each line that has something left or frozen tells what it is and where it would go', () => {
  expect(preview()).toEqual([
    { left: '0.01', kind: 'carry-forward', into: lineWithoutAmount({ originYear: 2024 }) },
    { left: '0.00', kind: 'carry-forward', into: lineWithoutAmount({ ...project, originYear: 2024 }) },
    { left: '20.00', kind: 'surplus', into: lineWithoutAmount({ originYear: 2023 }) },
    { left: '5.00', kind: 'carry-forward', into: lineWithoutAmount({ unit: '126', originYear: 2024 }) },
  ]);
});

test('what it tells can be carried over as it stands, and leaves nothing to be told but what is frozen', () => {
  const told = previewCarryOver(2024, linesOfYear(stateAfter(...before), 2024));
  expect(told.map(({ posting }) => posting?.amountYuan)).toEqual(['0.01', undefined, '20.00', '5.00']);
  const carryOver = <Kind extends 'carry-forward' | 'surplus'>(asked: Kind) =>
    ask(
      'CarryOverBalance',
      {
        fiscalYear: 2025,
        kind: asked,
        lines: told.flatMap(({ kind, posting }) => (kind === asked && posting !== undefined ? [posting] : [])),
      },
      '2025-01-01',
    );
  const after = stateAfter(...before, carryOver('carry-forward'), carryOver('surplus'));
  expect(linesOfYear(after, 2025).map(({ carriedOver }) => carriedOver)).toEqual([1n, 2_000n, 500n]);
  expect(previewCarryOver(2024, linesOfYear(after, 2024)).map(({ line: { project: name } }) => name)).toEqual([
    project.project,
  ]);
});

test('a year without lines has nothing to tell', () => {
  expect(previewCarryOver(2024, [])).toEqual([]);
});
