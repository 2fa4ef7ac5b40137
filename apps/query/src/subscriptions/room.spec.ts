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
  it('is bounded by address, by actor and in all, and a place that is given back can be taken again', () => {
    const room = new Room({ mostSubscribers: 3, mostByAddress: 2, mostByActor: 1 });
    const giveBack = room.take('10.0.0.1', 'token 张三');
    room.take('10.0.0.1', 'token 李四');
    expect(codeOf(() => room.take('10.0.0.1', 'token 王五'))).toBe('too-many-subscriptions');
    expect(codeOf(() => room.take('10.0.0.2', 'token 张三'))).toBe('too-many-subscriptions');
    // The same name by another way is somebody else.
    room.take('10.0.0.2', 'oidc 张三');
    expect(codeOf(() => room.take('10.0.0.3', 'token 赵六'))).toBe('overloaded');
    giveBack();
    expect(codeOf(() => room.take('10.0.0.1', 'token 张三'))).toBeUndefined();
  });
});
