import { document, given, registered, targets } from '../test/given';

describe('setting performance targets', () => {
  it('records them for the unit, and for a project of it', () => {
    const { declaredFunds, tasks, goals, indicators } = targets;
    const set = { ...document, fiscalYear: 2024, unit: '126001', declaredFunds, tasks, goals, indicators };
    given(registered).when(targets).then({ type: 'performance-targets.set.v1', data: set });
    given(registered)
      .when({ ...targets, project: '妇女工作经费' })
      .then({ type: 'performance-targets.set.v1', data: { ...set, project: '妇女工作经费' } });
  });

  it('needs a registered unit of the department and a date of the year', () => {
    given(registered)
      .when({ ...targets, unit: '127001' })
      .thenRefused('unit-outside-department', [{ field: 'unit', value: '127001', expected: '126***' }]);
    given(registered)
      .when({ ...targets, unit: '126002' })
      .thenRefused('unit-not-registered', [{ field: 'unit', value: '126002' }]);
    given(registered)
      .when({ ...targets, effectiveDate: '2025-01-01' })
      .thenRefused('effective-date-outside-fiscal-year', [
        { field: 'effectiveDate', value: '2025-01-01', expected: '2024-01-01…2024-12-31' },
      ]);
  });
});
