import type { Principal } from './principal';
import { RecentCallers } from './recent-callers';

const caller = (actor: string): Principal => ({ actor, identified: { by: 'key', key: 'k' }, groups: [], claims: {} });

let now = 1_000;
const always = (): boolean => true;
beforeEach(() => {
  now = 1_000;
});

it('knows a caller until the token ends', async () => {
  const recent = new RecentCallers(10, () => now);
  recent.keep('a', { principal: caller('张三'), endsAt: 2_000, stillCounts: always });
  expect((await recent.of('a'))?.actor).toBe('张三');
  expect(await recent.of('b')).toBeUndefined();
  now = 2_000;
  expect(await recent.of('a')).toBeUndefined();
});

it('forgets for good what was checked by keys that count no more', async () => {
  const recent = new RecentCallers(10, () => now);
  let counts = true;
  recent.keep('a', { principal: caller('张三'), endsAt: 2_000, stillCounts: () => counts });
  counts = false;
  expect(await recent.of('a')).toBeUndefined();
  counts = true;
  expect(await recent.of('a')).toBeUndefined();
});

it('says nothing where nobody can say whether the keys count', async () => {
  const recent = new RecentCallers(10, () => now);
  const unknown = (): Promise<boolean> => Promise.reject(new Error('the issuer is away'));
  recent.keep('a', { principal: caller('张三'), endsAt: 2_000, stillCounts: unknown });
  await expect(recent.of('a')).rejects.toThrow('the issuer is away');
});

it('keeps no more than it may, the last ones', async () => {
  const recent = new RecentCallers(2, () => now);
  for (const actor of ['a', 'b', 'c'])
    recent.keep(actor, { principal: caller(actor), endsAt: 2_000, stillCounts: always });
  expect(await Promise.all(['a', 'b', 'c'].map(async (digest) => (await recent.of(digest))?.actor))).toEqual([
    undefined,
    'b',
    'c',
  ]);
});
