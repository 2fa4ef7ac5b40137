import { isNearlyUsedUp, percentOf, useOf } from './use';

describe('the use of a budget', () => {
  it('takes for held what is neither paid nor available', () => {
    expect(useOf('100.00', '30.00', '60.00')).toEqual({
      currentYuan: '100.00',
      paidYuan: '30.00',
      frozenYuan: '10.00',
      availableYuan: '60.00',
    });
  });

  it.each([
    ['100.00', '9.99', true],
    ['100.00', '10.00', false],
    ['0.00', '0.00', false],
    ['-5.00', '-5.00', false],
  ])('of %s with %s left is nearly used up: %s', (current, available, isNearly) => {
    expect(isNearlyUsedUp(useOf(current, '0.00', available))).toBe(isNearly);
  });

  it('counts nothing as done before it is', () => {
    expect([percentOf('99.99', '100.00'), percentOf('100.00', '100.00'), percentOf('1.00', '0.00')]).toEqual([
      '99.9%',
      '100.0%',
      '—',
    ]);
  });
});
