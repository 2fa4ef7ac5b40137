import type { StreamStop } from '#read-model';

import { partsOfId, stopsMark, subscriptionId } from './subscription-id';

const stop = (stream: string, revision: number): StreamStop => ({
  stream,
  revision,
  partition: 0,
  offset: 1,
  reason: 'it is of a newer program',
});

describe('the id that a reader of changes goes on from', () => {
  it('is its position, and while streams wait for an operator it names them too', () => {
    const mark = stopsMark([stop('361100/126', 4)]);
    for (const stops of [undefined, mark]) {
      expect(partsOfId(subscriptionId('0:12,3:41', stops))).toEqual({
        position: '0:12,3:41',
        ...(stops === undefined ? {} : { stops }),
      });
    }
  });

  it('has one mark for the same stops in any order, another for others, and none where nothing has stopped', () => {
    const [one, other] = [stop('361100/126', 4), stop('361100/127', 2)];
    expect(stopsMark([one, other])).toBe(stopsMark([other, one]));
    expect(stopsMark([one])).not.toBe(stopsMark([stop('361100/126', 5)]));
    expect(stopsMark([])).toBeUndefined();
  });

  it('is taken as it is where it names no stops', () => {
    expect(partsOfId('3:41;stops=no')).toEqual({ position: '3:41;stops=no' });
  });
});
