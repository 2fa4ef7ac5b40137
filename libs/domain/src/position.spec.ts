import { formatPosition, parsePosition, positionOf } from './position';

describe('a position', () => {
  it('is written partition:offset, in the order of the partitions', () => {
    expect(
      formatPosition(
        new Map([
          [4, 2],
          [3, 17],
        ]),
      ),
    ).toBe('3:17,4:2');
    expect(parsePosition('4:2,3:17')).toEqual(
      new Map([
        [4, 2],
        [3, 17],
      ]),
    );
    expect(parsePosition('3:17,3:4')).toEqual(new Map([[3, 17]]));
  });

  it.each(['', '3', '3:', ':1', '3:-2', '3:1,', '3:1;4:2', ' 3:1', '3:1e3', '3:1234567890123456'])(
    'is not %p',
    (text) => {
      expect(parsePosition(text)).toBeUndefined();
    },
  );

  it('names one record as well', () => {
    expect(positionOf({ partition: 3, offset: 41 })).toBe('3:41');
  });
});
