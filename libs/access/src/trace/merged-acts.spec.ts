import type { Attempt } from './access-trace';
import { MergedActs } from './merged-acts';

const LIMITS = { windowMs: 60_000, most: 5, burst: 3, perSecond: 1 };
const attempt = (besides: Partial<Attempt> = {}): Attempt => ({
  way: 'http',
  address: '10.0.0.7',
  actor: '张三',
  how: 'token',
  action: 'post',
  resource: '361100/126',
  code: 'forbidden',
  ...besides,
});

test('the first attempt becomes a record at once, and what follows it one with how often and until when', () => {
  const acts = new MergedActs('refused', LIMITS, 0);
  expect(acts.add(attempt(), 1_000)).toEqual({
    at: '1970-01-01T00:00:01.000Z',
    times: 1,
    outcome: 'refused',
    ...attempt(),
  });
  expect(acts.add(attempt(), 2_000)).toBeUndefined();
  expect(acts.add(attempt({ resource: '361100/127' }), 9_000)).toBeUndefined();
  expect(acts.flush(60_000)).toEqual([
    {
      ...attempt({ resource: '361100/127' }),
      at: '1970-01-01T00:00:02.000Z',
      until: '1970-01-01T00:00:09.000Z',
      times: 2,
      outcome: 'refused',
    },
  ]);
  expect(acts.flush(120_000)).toEqual([]);
});

test('another actor, address, action or code is another attempt; of reads what was read is too', () => {
  const generous = { ...LIMITS, most: 100, burst: 100 };
  const refused = new MergedActs('refused', generous, 0);
  const others = [{}, { actor: '李四' }, { address: '10.0.0.8' }, { action: 'try' }, { code: 'token-expired' }];
  expect(others.map((besides) => refused.add(attempt(besides), 0))).not.toContain(undefined);
  const granted = new MergedActs('granted', generous, 0);
  expect(granted.add(attempt(), 0)).toBeDefined();
  expect(granted.add(attempt({ resource: '361100' }), 0)).toBeDefined();
});

test('beyond the bound of records and of keys it is only counted, by code and way, and every attempt is in the sum', () => {
  const acts = new MergedActs('refused', LIMITS, 0);
  const records = Array.from({ length: 1_000 }, (_, n) => acts.add(attempt({ address: `10.0.1.${n}` }), 0));
  const atOnce = records.filter((record) => record !== undefined);
  expect(atOnce).toHaveLength(LIMITS.burst);
  const rest = acts.flush(1);
  expect(rest).toEqual([
    {
      at: expect.any(String),
      until: expect.any(String),
      times: 997,
      outcome: 'refused',
      way: 'http',
      action: 'any',
      code: 'forbidden',
    },
  ]);
});

test('room comes back with time, and no faster than the limit says', () => {
  const acts = new MergedActs('refused', { ...LIMITS, most: 1_000 }, 0);
  let made = 0;
  for (let second = 0; second < 60; second += 1)
    for (let each = 0; each < 10; each += 1)
      if (acts.add(attempt({ address: `10.${second}.0.${each}` }), second * 1_000) !== undefined) made += 1;
  expect(made).toBeLessThanOrEqual(LIMITS.burst + 60);
  expect(made).toBeGreaterThanOrEqual(60);
});

test('an address of IPv6 stands for its network, and one of IPv4 is written as such', () => {
  const acts = new MergedActs('refused', { ...LIMITS, burst: 10 }, 0);
  const addressOf = (address: string): string | undefined => acts.add(attempt({ address, actor: address }), 0)?.address;
  expect(addressOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(addressOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
  expect(addressOf('::1')).toBe('0:0:0:0::/64');
  expect(addressOf('::ffff:10.1.2.3')).toBe('10.1.2.3');
});
