import { setImmediate } from 'node:timers/promises';

import { Outbox, type Outgoing } from './outbox';

interface Append {
  values: string[];
  isAgain: boolean;
  answer: (first?: number) => void;
  fail: (error: Error) => void;
}

/** An outbox with a broker whose answers the spec gives. */
function outboxOf(batchBytes = 100) {
  const appends: Append[] = [];
  const heard: string[] = [];
  const pauses: number[] = [];
  const port = {
    append: (_: number, records: readonly { value: Buffer }[], isAgain: boolean) =>
      new Promise<number | undefined>((answer, fail) => {
        appends.push({ values: records.map(({ value }) => value.toString()), isAgain, answer, fail });
      }),
    elapsed: () => 7_000 + pauses.length,
    delay: (milliseconds: number) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
  };
  const outbox = new Outbox<Outgoing>(3, port, batchBytes, {
    sending: (batch) => heard.push(`sending ${batch.length}`),
    acknowledged: (first, sent) => heard.push(`acknowledged ${sent.length} at ${first}`),
    alarm: (message) => heard.push(message),
  });
  const add = (value: string): Outgoing => {
    const item: Outgoing = { key: 's', bytes: Buffer.from(value), sends: 0, fate: 'unknown' };
    outbox.add(item);
    return item;
  };
  const send = async () => {
    outbox.sendSoon();
    await setImmediate();
  };
  return { outbox, add, send, appends, heard, pauses };
}

test('one append is in flight; whatever piles up meanwhile goes together, in its order', async () => {
  const { add, send, appends, heard } = outboxOf();
  add('a');
  add('b');
  await send();
  add('c');
  await send();
  add('d');
  await send();
  expect(appends.map(({ values }) => values)).toEqual([['a', 'b']]);
  appends[0]!.answer(40);
  await setImmediate();
  expect(appends.map(({ values, isAgain }) => [...values, isAgain])).toEqual([
    ['a', 'b', false],
    ['c', 'd', false],
  ]);
  expect(heard).toEqual(['sending 2', 'acknowledged 2 at 40', 'sending 2']);
});

test('a batch is as large as the broker takes, and a record that is larger goes alone', async () => {
  const { add, send, appends } = outboxOf(4);
  for (const value of ['aa', 'bb', 'c', 'ddddd', 'e']) add(value);
  await send();
  for (let n = 0; n < 3; n += 1) {
    appends[n]!.answer();
    await setImmediate();
  }
  expect(appends.map(({ values }) => values)).toEqual([['aa', 'bb'], ['c'], ['ddddd'], ['e']]);
});

test('what was not acknowledged is sent again after growing pauses, without what the reader has met meanwhile', async () => {
  const { outbox, add, send, appends, heard, pauses } = outboxOf();
  const first = add('a');
  const second = add('b');
  await send();
  expect(outbox.failingSince).toBeUndefined();
  appends[0]!.fail(new Error('timed out'));
  await setImmediate();
  appends[1]!.fail(new Error('timed out'));
  first.fate = 'accepted';
  await setImmediate();
  expect(outbox.failingSince).toBe(7_000);
  expect(pauses).toEqual([50, 100]);
  expect(appends.map(({ values, isAgain }) => [...values, isAgain])).toEqual([
    ['a', 'b', false],
    ['a', 'b', true],
    ['b', true],
  ]);
  expect([first.sends, second.sends]).toEqual([2, 3]);
  appends[2]!.answer(9);
  await setImmediate();
  expect(outbox.failingSince).toBeUndefined();
  expect(heard).toEqual([
    'sending 2',
    'partition 3: 2 records of unknown fate are sent again: timed out',
    'partition 3: 2 records of unknown fate are sent again: timed out',
    'acknowledged 1 at 9',
  ]);
});

test('what has become void before it was sent stays here', async () => {
  const { outbox, add, send, appends, heard } = outboxOf();
  add('a').fate = 'void';
  add('b');
  outbox.dropDecided();
  await send();
  expect([heard, appends.map(({ values }) => values)]).toEqual([['sending 1'], [['b']]]);
});

test('a closed outbox sends nothing more, neither anew nor again', async () => {
  const { outbox, add, send, appends } = outboxOf();
  add('a');
  await send();
  add('b');
  outbox.close();
  appends[0]!.fail(new Error('gone'));
  await setImmediate();
  add('c');
  await send();
  expect(appends.map(({ values }) => values)).toEqual([['a']]);
});
