import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';

import { Registry } from 'prom-client';

import { type LargeRead, LargeReads } from './large-reads';

const NEVER = new AbortController().signal;
const response = (): ServerResponse => new ServerResponse(new IncomingMessage(new Socket()));

/** Who has come in, in that order. */
function entered(reads: LargeReads) {
  const inside = new Map<string, LargeRead>();
  const enter = (name: string, owner: string, end = NEVER) =>
    reads.enter(owner, end).then((read) => inside.set(name, read));
  return { inside, enter, names: () => [...inside.keys()] };
}

async function statesOf(registry: Registry): Promise<string> {
  const [metric] = await registry.getMetricsAsJSON();
  return metric!.values.map(({ labels, value }) => `${value} ${labels['state']}`).join(', ');
}

describe('reads of whole divisions', () => {
  it('are made two at a time, and each client has his turn, however much another one asks for', async () => {
    const registry = new Registry();
    const { inside, enter, names } = entered(new LargeReads(registry));
    const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1'].map((name) => enter(name, name.slice(0, 1)));
    await setImmediate();
    expect(names()).toEqual(['a1', 'a2']);
    expect(await statesOf(registry)).toBe('4 waiting, 2 making, 0 sending');
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'a4']) {
      inside.get(name)?.over();
      inside.get(name)?.over();
      await setImmediate();
    }
    await Promise.all(all);
    expect(names()).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4']);
    expect(await statesOf(registry)).toBe('0 waiting, 0 making, 0 sending');
  });

  it('leave their place to others when they are made, but so many alone are on their way to slow readers', async () => {
    const registry = new Registry();
    const { inside, enter, names } = entered(new LargeReads(registry));
    const responses = Array.from({ length: 20 }, () => response());
    for (const [index, sent] of responses.entries()) {
      void enter(String(index), 'a');
      await setImmediate();
      inside.get(String(index))?.made(sent);
    }
    expect(names()).toHaveLength(12);
    expect(await statesOf(registry)).toBe('8 waiting, 0 making, 12 sending');
    responses[0]?.emit('finish');
    responses[0]?.emit('close');
    await setImmediate();
    expect(names()).toHaveLength(13);
  });

  it('that have waited for too long are told so, and keep nobody from his turn', async () => {
    const { inside, enter, names } = entered(new LargeReads(new Registry()));
    const ending = new AbortController();
    await Promise.all([enter('1', 'a'), enter('2', 'b')]);
    const late = enter('late', 'c', ending.signal);
    const next = enter('next', 'c');
    ending.abort(new Error('too long'));
    await expect(late).rejects.toThrow('too long');
    await expect(enter('nobody', 'd', ending.signal)).rejects.toThrow('too long');
    inside.get('1')?.over();
    await next;
    expect(names()).toEqual(['1', '2', 'next']);
  });
});
