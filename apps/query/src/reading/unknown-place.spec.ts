import type { KnownUnit } from '#read-model';

import { unknownPlace, unknownYear } from './unknown-place';

describe('what is not known', () => {
  it.each([
    ['a unit', { division: '361100', department: '126', unit: '126001' }, /^Unit 126001 of division 361100 /],
    ['a department', { division: '361100', department: '126' }, /^No unit of department 126 /],
    ['a division', { division: '361100' }, /^No unit of division 361100 /],
  ])('is told of %s', (_, place, words) => {
    expect(unknownPlace(place).detail.en).toMatch(words);
  });

  it('is told of a year with those that are known', () => {
    const units = [{ years: [2024, 2022] }, { years: [2023, 2024] }] as KnownUnit[];
    const unknown = unknownYear({ division: '361100', department: '126' }, units, 2019);
    expect(unknown.detail.en).toBe(
      '361100/126 has no event of 2019, or had none by then; years with events: 2022, 2023, 2024.',
    );
    expect(unknown.besides).toEqual({ years: [2022, 2023, 2024] });
  });
});
