import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

import { restWhereNothingWaits } from './kafka-request-queue';

restWhereNothingWaits();

let queue: RequestQueue;
let sent: number[];

beforeEach(() => {
  jest.useFakeTimers();
  sent = [];
  queue = new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'test',
    logger: { debug: () => undefined, warn: () => undefined },
  });
});
afterEach(() => {
  queue.destroy();
  jest.useRealTimers();
});

function ask(correlationId: number): void {
  const done = () => undefined;
  const entry = { correlationId, apiKey: 1, apiName: 'Fetch', apiVersion: 1, resolve: done, reject: done };
  queue.push({ entry, expectResponse: true, sendRequest: () => sent.push(correlationId) });
}

function answer(correlationId: number): void {
  queue.fulfillRequest({ correlationId, payload: Buffer.alloc(0), size: 0 });
}

test('given that every request is answered, then no timer is left', () => {
  ask(1);
  answer(1);
  expect(jest.getTimerCount()).toBe(0);
});

test('given a request that others hold up, then the answer to these sends it', () => {
  ask(1);
  ask(2);
  expect(sent).toEqual([1]);
  answer(1);
  expect(sent).toEqual([1, 2]);
});

test('given a pause that the broker has asked for, then what was asked meanwhile is sent when it is over', () => {
  queue.maybeThrottle(500);
  ask(1);
  jest.advanceTimersByTime(499);
  expect(sent).toEqual([]);
  jest.advanceTimersByTime(2);
  expect(sent).toEqual([1]);
  answer(1);
  jest.runOnlyPendingTimers();
  expect(jest.getTimerCount()).toBe(0);
});
