import { Trouble } from './trouble';

let now: number;
let said: string[];
let trouble: Trouble;

beforeEach(() => {
  now = 0;
  said = [];
  const logger = { error: (words: string) => said.push(words), log: (words: string) => said.push(words) };
  trouble = new Trouble(logger, 'the share of partitions', () => now);
});

test('what is tried again and again is said once, and once when it works again', () => {
  for (let tries = 0; tries < 3; tries += 1) trouble.report(new Error('read-only'));
  trouble.over();
  trouble.over();
  expect(said).toEqual([
    'the share of partitions: read-only; trying again until it works',
    'the share of partitions: works again',
  ]);
});

test('given a trouble of ten seconds, then it is lasting, also if its words have changed meanwhile', () => {
  trouble.report(new Error('connection refused'));
  now = 6_000;
  trouble.report(new Error('read-only'));
  now = 9_999;
  expect(trouble.lasting).toBeUndefined();
  now = 10_000;
  expect(trouble.lasting).toBe('the share of partitions has not worked for 10 s: read-only');
});

test('given that it worked in between, then its time begins anew', () => {
  trouble.report(new Error('connection refused'));
  now = 9_000;
  trouble.over();
  expect(trouble.lasting).toBeUndefined();
  now = 18_000;
  trouble.report(new Error('connection refused'));
  now = 20_000;
  expect(trouble.lasting).toBeUndefined();
});

test('an error that holds the errors of several addresses is told by the first of them', () => {
  trouble.report(new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:5432')], ''));
  expect(trouble.current).toBe('connect ECONNREFUSED 127.0.0.1:5432');
});
