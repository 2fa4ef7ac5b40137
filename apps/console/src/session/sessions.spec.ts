import { Sessions, type Tokens } from './sessions';

const TOKENS: Tokens = { access: 'a', endsAt: undefined, refresh: undefined };
let now = 0;
const limited = (limits = {}) => new Sessions({ idleMs: 1_000, longestMs: 10_000, most: 3, ...limits }, () => now);
beforeEach(() => (now = 0));

test('each has a name of its own that nobody can guess', () => {
  const sessions = limited();
  const names = [sessions.open('张三', TOKENS).id, sessions.open('张三', TOKENS).id];
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^[\w-]{43}$/);
  expect(sessions.find('x')).toBeUndefined();
});

test('it ends when it is not used, and after its longest time however it is used', () => {
  const sessions = limited();
  const { id } = sessions.open('张三', TOKENS);
  for (now = 900; now < 10_000; now += 900) expect(sessions.use(id)?.id).toBe(id);
  now = 10_000;
  expect(sessions.use(id)).toBeUndefined();
  const idle = sessions.open('张三', TOKENS);
  now += 999;
  // To look is not to use.
  expect(sessions.find(idle.id)).toBe(idle);
  now += 1;
  expect(sessions.find(idle.id)).toBeUndefined();
  expect(idle.isOver).toBe(true);
});

test('it ends with a token that cannot be renewed', () => {
  const sessions = limited();
  const { id } = sessions.open('张三', { ...TOKENS, endsAt: 500 });
  const renewed = sessions.open('李四', { ...TOKENS, endsAt: 500, refresh: 'r' });
  now = 500;
  expect(sessions.find(id)).toBeUndefined();
  expect(sessions.find(renewed.id)).toBe(renewed);
});

test('of too many the one that was used longest ago goes first', () => {
  const sessions = limited();
  const [first, second, third] = [1, 2, 3].map(() => sessions.open('张三', TOKENS));
  sessions.use(first!.id);
  const fourth = sessions.open('李四', TOKENS);
  expect(sessions.size).toBe(3);
  expect([first, second, third, fourth].map((each) => sessions.find(each!.id) !== undefined)).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(second!.isOver).toBe(true);
});

test('what ended is forgotten although nobody asks for it', () => {
  const sessions = limited();
  const session = sessions.open('张三', TOKENS);
  now = 1_000;
  sessions.sweep();
  expect([sessions.size, session.isOver]).toEqual([0, true]);
});
