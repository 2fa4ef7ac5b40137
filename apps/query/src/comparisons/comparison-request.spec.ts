import { comparisonQuery } from './comparison-request';

const fieldsOf = (query: object): string[] =>
  comparisonQuery.safeParse(query).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('what a comparison may be asked for', () => {
  it('is another year, another version and any measure by a dimension', () => {
    const by = { by: 'economic', measure: 'paid', prior: '2022', priorAsOf: '3', priorEffectiveOn: '2024-03-31' };
    expect(fieldsOf(by)).toEqual([]);
  });

  it.each([
    ['prior', '2022'],
    ['priorAsOf', '3'],
    ['priorEffectiveOn', '2024-03-31'],
    ['measure', 'paid'],
  ])('is without a dimension no %s', (field, value) => {
    expect(fieldsOf({ [field]: value })).toEqual([field]);
  });
});
