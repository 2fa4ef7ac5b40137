import { within } from './within';

test('what takes too long is given up with a sentence; what comes in time is as it is', async () => {
  const never = new Promise<never>(() => undefined);
  await expect(within(never, 'the topic t', 10)).rejects.toThrow(/^the topic t: no answer within 0\.01 s$/);
  await expect(within(never, 'the topic t', 10)).rejects.toMatchObject({ name: 'LogUnreachable' });
  expect(await within(Promise.resolve(7), 'x', 10)).toBe(7);
  await expect(within(Promise.reject(new Error('no')), 'x', 10)).rejects.toThrow('no');
});
