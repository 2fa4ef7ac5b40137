import type { Envelope } from '../rule/envelope';
import { hashOf } from '../rule/envelope';
import { Stream } from './stream';
import { submissionOf } from '../../test/adder';

const record = {
  partition: 4,
  offset: 70,
  stream: 's',
  hash: hashOf('record'),
  envelope: { revision: 3, commandid: 'a', commandhash: hashOf('body') } as Envelope,
};
const receipt = {
  commandId: 'a',
  eventId: 's@3',
  stream: 's',
  revision: 3,
  partition: 4,
  offset: 70,
  hash: hashOf('record'),
};

test('a command is answered what it became, as often as it comes, and not with another body', () => {
  const stream = new Stream<number, { add: number }>(4, 's', 0);
  expect(stream.answerTo(submissionOf('a'))).toBeUndefined();
  expect(stream.remember(record, {})).toEqual(receipt);
  const repeat = submissionOf('a', { commandHash: hashOf('body') });
  expect(stream.answerTo(repeat)).toEqual({ kind: 'recorded', first: false, receipt });
  expect(stream.answerTo(submissionOf('a', { commandHash: hashOf('other') }))).toEqual({ kind: 'id-reused', receipt });
});

test('a refusal and a warning are told again', () => {
  const stream = new Stream<number, { add: number }>(4, 's', 0);
  const told = { refusal: { code: 'line-below-zero' }, warning: { lines: 2 } };
  expect(stream.remember(record, told)).toEqual({ ...receipt, ...told });
  const repeat = submissionOf('a', { commandHash: hashOf('body') });
  expect(stream.answerTo(repeat)).toMatchObject({ receipt: told });
});
