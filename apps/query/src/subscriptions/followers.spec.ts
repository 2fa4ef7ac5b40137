import { Followers } from './followers';

const who = (actor: string) => ({ actor, identified: { by: 'token' as const }, groups: [], claims: {} });

describe('who is connected', () => {
  it('is told by actor and by what they follow, until they go', () => {
    const followers = new Followers();
    const leave = followers.add(who('张三'), { division: '361100', year: 2024 });
    followers.add(who('张三'), { division: '361100', year: 2024 });
    followers.add(who('李四'), {});
    expect(followers.connected()).toMatchObject({
      connections: 3,
      followers: [
        { actor: '张三', by: 'token', connections: 2, division: '361100', year: 2024 },
        { actor: '李四', by: 'token', connections: 1 },
      ],
    });
    leave();
    expect(followers.connected()).toMatchObject({ connections: 2, followers: [{ connections: 1 }, {}] });
  });
});
