import { Room } from './room';

const codeOf = (take: () => unknown): unknown => {
  try {
    take();
  } catch (error) {
    return (error as { details: { code: string } }).details.code;
  }
  return undefined;
};

describe('the room for subscriptions', () => {
  it('is bounded by address and in all, and a place that is given back can be taken again', () => {
    const room = new Room(3, 2);
    const giveBack = room.take('10.0.0.1');
    room.take('10.0.0.1');
    expect(codeOf(() => room.take('10.0.0.1'))).toBe('too-many-subscriptions');
    room.take('10.0.0.2');
    expect(codeOf(() => room.take('10.0.0.3'))).toBe('overloaded');
    giveBack();
    expect(codeOf(() => room.take('10.0.0.1'))).toBeUndefined();
  });
});
