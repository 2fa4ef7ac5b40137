import { setTimeout as delay } from 'node:timers/promises';

import type { AccessRecord } from '#wire';

import type { Attempt } from './access-trace';
import { KeptTrace, type TraceSettings } from './kept-trace';

const attempt = (address: string): Attempt => ({ way: 'http', address, action: 'post', code: 'unauthorized' });
const said: string[] = [];
const logger = { warn: (line: string) => said.push(line), log: (line: string) => said.push(line) };
const traces: KeptTrace[] = [];

function traceWith(settings: Partial<TraceSettings>): KeptTrace {
  const trace = new KeptTrace({ service: 'spec', sink: undefined, logger, ...settings });
  traces.push(trace);
  return trace;
}

afterEach(async () => {
  said.length = 0;
  await Promise.all(traces.splice(0).map((trace) => trace.close()));
});

test('what was told is kept with the name of the service, and the rest when it ends', async () => {
  const kept: AccessRecord[] = [];
  const trace = traceWith({
    sink: {
      keep: (records) => {
        kept.push(...records);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
  });
  for (let times = 0; times < 4; times += 1) trace.attempt(attempt('10.0.0.1'));
  trace.read({ way: 'http', actor: '孙敏', action: 'GET /v1/x' });
  await trace.close();
  expect(kept.map(({ times, outcome, service }) => [times, outcome, service])).toEqual([
    [1, 'refused', 'spec'],
    [1, 'granted', 'spec'],
    [3, 'refused', 'spec'],
  ]);
});

test('a sink that never answers holds up nobody, takes bounded memory, and is told of', async () => {
  let lost = 0;
  const trace = traceWith({
    sink: { keep: () => Promise.reject(new Error('no broker')), close: () => Promise.resolve() },
    mostWaiting: 10,
    onLost: (records) => (lost += records),
  });
  const began = performance.now();
  for (let n = 0; n < 100; n += 1) trace.attempt(attempt(`10.0.0.${n}`));
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(lost).toBe(90);
  await delay(700);
  expect(trace.notice()?.notice).toContain('10 records of access wait to be kept, 90 are lost: no broker');
});

test('when the sink takes records again, one says how many are missing', async () => {
  let isDown = true;
  const kept: AccessRecord[] = [];
  const trace = traceWith({
    sink: {
      keep: (records) => {
        if (isDown) return Promise.reject(new Error('no broker'));
        kept.push(...records);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    mostWaiting: 2,
  });
  for (let n = 0; n < 5; n += 1) trace.attempt(attempt(`10.0.0.${n}`));
  await delay(700);
  isDown = false;
  await delay(1_200);
  expect(kept.map(({ outcome, times }) => [outcome, times])).toEqual([
    ['refused', 1],
    ['refused', 1],
    ['lost', 3],
  ]);
  expect(trace.notice()).toBeUndefined();
});

test('the log says that somebody was refused, and not who', () => {
  traceWith({}).attempt({ ...attempt('10.9.8.7'), actor: '张三' });
  expect(said).toEqual(['refused unauthorized: post by http, 1 time(s)']);
});
