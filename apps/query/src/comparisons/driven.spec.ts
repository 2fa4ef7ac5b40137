import type { Driver } from '#read-model';
import type { ComparedMeasure } from '#report';

import { driven } from './driven';

const changeOf = (changeYuan: string | null) => ({ changeYuan }) as ComparedMeasure;
const driver = (eventId: string, amountFen: bigint) => ({ eventId, amountFen }) as unknown as Driver;

describe('the events that drive a change', () => {
  it('and what all others come to add up to it', () => {
    expect(driven(changeOf('100.00'), [driver('a@1', 12_000n), driver('a@2', -3_000n)])).toEqual({
      drivers: [
        { eventId: 'a@1', amountYuan: '120.00' },
        { eventId: 'a@2', amountYuan: '-30.00' },
      ],
      otherDriversYuan: '10.00',
    });
  });

  it('are all others where none is named', () => {
    expect(driven(changeOf('100.00'))).toEqual({ drivers: [], otherDriversYuan: '100.00' });
  });

  it('are unknown where the change is', () => {
    expect(driven(changeOf(null), [driver('a@1', 1n)])).toEqual({ drivers: [], otherDriversYuan: null });
  });
});
