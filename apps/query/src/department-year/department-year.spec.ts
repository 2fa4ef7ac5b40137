import { emptyLine } from '#domain';
import type { DepartmentYear } from '#read-model';

import { dimensionsExample } from '../lines/lines-example';
import { departmentYearAnswer } from './department-year-answer';
import { departmentYearOf } from './get-department-year';

const reading: DepartmentYear = {
  stream: '361100/126',
  standing: {
    position: '3:41',
    revision: 17,
    basis: '361100/126@17',
    recordedAt: '2024-06-30T10:00:00.000Z',
    readModel: 'v1',
  },
  closed: false,
  lines: [
    { ...emptyLine(dimensionsExample, 2024), original: 100_000n, frozen: 1_000n },
    { ...emptyLine({ ...dimensionsExample, unit: '126' }, 2024), original: 5_000n },
  ],
  ceilings: [{ scope: { kind: 'source', source: 'general-public-budget' }, limitFen: 200_000n }],
  inTransit: [],
};

it("a department's year sums all its lines, and shows what is not handed down yet and what each ceiling leaves", () => {
  const answer = departmentYearOf(2024, reading, { effectiveOn: '2024-06-30' });
  expect(departmentYearAnswer.safeParse(answer).error).toBeUndefined();
  expect(answer).toMatchObject({
    stream: '361100/126',
    year: 2024,
    totals: { originalYuan: '1050.00', frozenYuan: '10.00' },
    pool: [{ unit: '126', originalYuan: '50.00' }],
    effectiveOn: '2024-06-30',
    revision: 17,
  });
  const [ceiling] = answer.ceilings;
  expect(ceiling).toMatchObject({ limitYuan: '2000.00', currentYuan: '1050.00', roomYuan: '950.00' });
});
