import fc from 'fast-check';

import { clockApart, stampBehind } from './clock';

const NOW = Date.UTC(2026, 0, 1);
const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

describe('the time of a record', () => {
  it('is that of the own clock where it and the brokers agree to within a minute', () => {
    expect(stampBehind('', { own: NOW + 1_000, broker: NOW })).toEqual({ kind: 'stamp', time: iso(NOW + 1_000) });
    expect(stampBehind('', { own: NOW - 59_000, broker: NOW })).toEqual({ kind: 'stamp', time: iso(NOW - 59_000) });
    expect(stampBehind('', { own: NOW })).toEqual({ kind: 'stamp', time: iso(NOW) });
  });

  it.each([
    ['ahead', 61_000],
    ['behind', -61_000],
  ])('is not given by a clock that is more than a minute %s', (_, aheadMs) => {
    const apart = { kind: 'clock-apart', own: iso(NOW + aheadMs), broker: iso(NOW), aheadMs };
    expect(stampBehind('', { own: NOW + aheadMs, broker: NOW })).toEqual(apart);
    expect(clockApart({ own: NOW + aheadMs, broker: NOW })).toEqual(apart);
  });

  it('is not copied from a head that lies in the future; it is told from when on the stream takes records again', () => {
    const headTime = iso(NOW + 3_600_000);
    const until = iso(NOW + 3_540_000);
    expect(stampBehind(headTime, { own: NOW, broker: NOW })).toEqual({ kind: 'stream-ahead', headTime, until });
    expect(stampBehind(headTime, { own: NOW + 3_540_000, broker: NOW + 3_540_000 })).toEqual({
      kind: 'stamp',
      time: headTime,
    });
    expect(stampBehind('9999-99-99T99:99:99.999Z', { own: NOW })).toMatchObject({ kind: 'stream-ahead' });
  });

  it('never runs back and is never more than a minute ahead of the brokers, whatever the clocks do', () => {
    const jump = fc.integer({ min: -200_000, max: 200_000 });
    fc.assert(
      fc.property(fc.array(fc.record({ own: jump, broker: fc.nat(60_000) }), { maxLength: 40 }), (steps) => {
        let head = '';
        let broker = NOW;
        for (const step of steps) {
          broker += step.broker;
          const stamp = stampBehind(head, { own: broker + step.own, broker });
          expect(stamp.kind).toBe(Math.abs(step.own) > 60_000 ? 'clock-apart' : 'stamp');
          if (stamp.kind !== 'stamp') continue;
          expect(stamp.time >= head && stamp.time <= iso(broker + 60_000)).toBe(true);
          head = stamp.time;
        }
      }),
    );
  });
});
