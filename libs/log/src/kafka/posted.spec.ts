import type { KafkaMessage } from 'kafkajs';

import { markAt } from '../rule/mark';
import { postedIn } from './posted';

const messageOf = (other: Partial<KafkaMessage> = {}) =>
  ({ offset: '7', key: Buffer.from('c1'), value: Buffer.from('{}'), headers: {}, ...other }) as KafkaMessage;

test('a message is told with where it stands and the headers that matter', () => {
  const headers = { authorization: Buffer.from('Bearer t'), 'content-type': ['application/json', 'text/plain'] };
  expect(postedIn(2, messageOf({ headers }))).toEqual({
    partition: 2,
    offset: '7',
    key: 'c1',
    value: Buffer.from('{}'),
    bearsToken: true,
    contentType: 'application/json',
  });
  expect(postedIn(2, messageOf({ key: null, value: null }))).toMatchObject({ key: undefined, value: null });
});

test('a token is seen under any spelling of its header, and a content type that is longer than any is as good as none', () => {
  const told = (headers: KafkaMessage['headers']) => postedIn(0, messageOf({ headers }));
  expect(told({ Authorization: ['a', 'b'] })?.bearsToken).toBe(true);
  expect(told({ AUTHORIZATION: '' })?.bearsToken).toBe(true);
  expect(told({ 'x-authorization': 'a' })?.bearsToken).toBe(false);
  expect(told({ 'content-type': 'a'.repeat(1_024) })?.contentType).toHaveLength(1_024);
  expect(told({ 'content-type': 'a'.repeat(1_025) })?.contentType).toBeUndefined();
});

test('what nobody posted is passed by, and what cannot be read is told with why', () => {
  const marked = (mark: object) => postedIn(0, messageOf(mark));
  expect(marked(markAt.control(null))).toBeUndefined();
  expect(marked(markAt.nothing)).toBeUndefined();
  expect(marked(markAt.unreadable('it is torn', 9))).toMatchObject({ value: null, unreadable: 'it is torn' });
});
