import type { PublishedPlace } from '#wire';
import fc from 'fast-check';

import { PublishedStates } from './published-states';

const OWN = { log: 'log', form: 1, chartHash: 'chart' };
const place = (revision: number, other: Partial<PublishedPlace> = {}): PublishedPlace => ({
  ...OWN,
  revision,
  partition: 0,
  offset: revision - 1,
  ...other,
});

function publisher(...records: (PublishedPlace | undefined)[]): PublishedStates {
  const states = new PublishedStates(OWN);
  for (const record of records) states.read('a', record);
  states.want('a', { revision: 5, partition: 0 }, true);
  return states;
}

describe('a unit-year is published', () => {
  it.each([
    ['when the topic does not hold it', []],
    ['when its last record is older, whatever stood there before', [place(5), place(4)]],
    ['when its last record was deleted or is none of ours', [place(5), undefined]],
    ['when its last record is of another log', [place(9, { log: 'other' })]],
    ['when its last record has an earlier form', [place(5, { form: 0 })]],
    ['when its last record was made with other charts, once', [place(5, { chartHash: 'other' })]],
  ])('%s', (_case, records) => {
    expect(publisher(...records).toPublish(10)).toEqual(['a']);
  });

  it.each([
    ['when its last record is the newest', [place(4), place(5)]],
    ['when its last record is further than the read model', [place(6)]],
    ['when its last record has a later form', [place(5, { form: 2, chartHash: 'other' })]],
  ])('not %s', (_case, records) => {
    expect(publisher(...records).countBehind).toBe(0);
  });

  it('until its newest state was read back, and again when an older one arrives late', () => {
    const states = publisher();
    expect(states.toPublish(10)).toEqual(['a']);
    expect(states.toPublish(10)).toEqual(['a']);
    states.read('a', place(5));
    expect(states.countBehind).toBe(0);
    states.read('a', place(3));
    expect(states.toPublish(10)).toEqual(['a']);
  });

  it('not from a read model that is older than what is known', () => {
    const states = publisher(place(3));
    expect(states.mayPublish('a', 4)).toBe(false);
    expect(states.mayPublish('a', 5)).toBe(true);
    states.read('a', place(7));
    expect(states.mayPublish('a', 6)).toBe(false);
  });

  it('in turn: one that is not to be had keeps none of the others back', () => {
    const states = new PublishedStates(OWN);
    for (const key of ['a', 'b', 'c']) states.want(key, { revision: 1, partition: 0 }, true);
    expect([...states.toPublish(2), ...states.toPublish(2)]).toEqual(['a', 'b', 'c', 'a']);
  });
});

test('a state that no record can hold is given up, whatever is read of it, until there is a later one; none of the others wait for it', () => {
  const states = publisher(place(4));
  states.want('b', { revision: 1, partition: 0 }, true);
  states.giveUp('a', 5);
  expect([states.countBehind, states.toPublish(10)]).toEqual([1, ['b']]);
  states.read('a', place(3));
  states.want('a', { revision: 5, partition: 0 }, false);
  expect(states.toPublish(10)).toEqual(['b']);
  states.want('a', { revision: 6, partition: 0 }, false);
  expect(states.toPublish(10).sort()).toEqual(['a', 'b']);
  states.read('a', place(6));
  expect(states.toPublish(10)).toEqual(['b']);
});

/** What may happen, in any order: the log goes on, a publisher reads or writes, a record is held up and arrives later, or never. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('advance' as const) }),
  fc.record({
    kind: fc.constantFrom('look' as const, 'read' as const, 'write' as const, 'delay' as const),
    of: fc.nat(2),
  }),
  fc.record({ kind: fc.constantFrom('arrive' as const, 'delete' as const, 'foreign' as const) }),
  fc.record({ kind: fc.constant('crash' as const), of: fc.nat(2) }),
);

test('whatever happens, the newest state is the last record in the end, as long as one publisher lives', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let newest = 1;
      const topic: (PublishedPlace | undefined)[] = [];
      const held: PublishedPlace[] = [];
      const fresh = () => ({ states: new PublishedStates(OWN), read: 0, model: 0, looked: false });
      const publishers = [fresh(), fresh(), fresh()];
      const look = (one: (typeof publishers)[number]): void => {
        one.model = newest;
        one.states.want('a', { revision: newest, partition: 0 }, !one.looked);
        one.looked = true;
      };
      const read = (one: (typeof publishers)[number]): void => {
        for (; one.read < topic.length; one.read += 1) one.states.read('a', topic[one.read]);
      };
      const written = (one: (typeof publishers)[number]): PublishedPlace[] =>
        one.states.toPublish(1).length > 0 && one.states.mayPublish('a', one.model) ? [place(one.model)] : [];
      for (const each of steps) {
        if (each.kind === 'advance') newest += 1;
        if (each.kind === 'look') look(publishers[each.of]!);
        if (each.kind === 'read') read(publishers[each.of]!);
        if (each.kind === 'write') topic.push(...written(publishers[each.of]!));
        if (each.kind === 'delay') held.push(...written(publishers[each.of]!));
        if (each.kind === 'crash') publishers[each.of] = fresh();
        if (each.kind === 'arrive') topic.push(...held.splice(0, 1));
        if (each.kind === 'delete') topic.push(undefined);
        if (each.kind === 'foreign') topic.push(place(99, { log: 'other' }));
      }
      topic.push(...held);
      const [survivor] = publishers;
      for (let round = 0; round < 3; round += 1) {
        look(survivor!);
        read(survivor!);
        topic.push(...written(survivor!));
      }
      read(survivor!);
      expect(survivor!.states.countBehind).toBe(0);
      expect(topic.at(-1)).toEqual(place(newest));
    }),
    { numRuns: 1_000 },
  );
});

describe('a record that is further than the read model', () => {
  const looked = new Map([[0, 5]]);

  it.each([
    ['names a place that the read model is past', place(9, { offset: 4 }), [20]],
    ['names a place that the log has not', place(9, { offset: 30 }), [20]],
    ['names a place in another partition', place(9, { partition: 1, offset: 6 }), [20, 20]],
    ['names no place', place(9, { partition: -1, offset: -1 }), [20]],
  ])('and %s was not made of this log, and is replaced', (_case, record, ends) => {
    const states = publisher(record);
    expect(states.countBehind).toBe(0);
    expect(states.doubt(states.ahead(), looked, ends)).toEqual([expect.stringMatching(/^a claims revision 9 at /)]);
    expect(states.toPublish(10)).toEqual(['a']);
    expect(states.mayPublish('a', 5)).toBe(true);
    states.read('a', place(5));
    expect(states.countBehind).toBe(0);
  });

  it('and stands in the log behind the read model is believed until that has got there', () => {
    const states = publisher(place(9, { offset: 8 }));
    expect(states.doubt(states.ahead(), looked, [20])).toEqual([]);
    expect(states.mayPublish('a', 5)).toBe(false);
    expect(states.doubt(states.ahead(), new Map([[0, 9]]), [20])).toHaveLength(1);
    expect(states.countBehind).toBe(1);
  });

  it('is not doubted by a look that began before it was read', () => {
    const states = publisher(place(9, { offset: 30 }));
    const ahead = states.ahead();
    states.read('a', place(10, { offset: 31 }));
    expect(states.doubt(ahead, looked, [20])).toEqual([]);
  });
});

test('a record of the same revision with other contents is replaced three times, and then left with an alarm', () => {
  const states = publisher(place(5));
  for (let n = 1; n <= 3; n += 1) {
    states.read('a', place(5), true);
    expect(states.toCheck(10)).toEqual(['a']);
    expect(states.differs('a', 5)).toEqual([expect.stringMatching(/is replaced$/)]);
    expect(states.toPublish(10)).toEqual(['a']);
    states.read('a', place(5));
    expect(states.countBehind).toBe(0);
  }
  states.read('a', place(5), true);
  expect(states.differs('a', 5)).toEqual([expect.stringMatching(/again and again$/)]);
  expect(states.countBehind).toBe(0);
});
