import fc from 'fast-check';

import { ReaderPulse } from './reader-pulse';

/** A pulse whose clock a test moves, in seconds. */
function pulseAt(): { pulse: ReaderPulse; wait: (seconds: number) => void } {
  let now = 0;
  const pulse = new ReaderPulse('the intake', 'budget.commands', 'Look at it.', () => now);
  return { pulse, wait: (seconds) => (now += seconds * 1_000) };
}

describe('a reader', () => {
  it('that does not move while its end does is told within 15 s, with the position, the reason and the remedy', () => {
    const { pulse, wait } = pulseAt();
    pulse.startsAt(3, 17);
    for (let end = 18; end < 25; end += 1) {
      pulse.sawEnds(new Map([[3, end]]));
      wait(2);
    }
    pulse.troubled(3, 'no such table');
    expect(pulse.complaint).toBe(
      'the intake: budget.commands partition 3 stands at offset 17 for 14 s, its end is 24 (no such table). Look at it.',
    );
    expect(pulse.stalls).toEqual([{ partition: 3, offset: 17, end: 24, forMs: 14_000 }]);
    pulse.moved(3, 18);
    expect(pulse.complaint).toBeUndefined();
  });

  it('that meets the same records again and again does not move', () => {
    const { pulse, wait } = pulseAt();
    pulse.sawEnds([9]);
    pulse.moved(0, 5);
    for (let n = 0; n < 6; n += 1) {
      wait(2);
      pulse.moved(0, 1);
      pulse.moved(0, 5);
    }
    expect(pulse.stalls).toMatchObject([{ partition: 0, offset: 5, end: 9 }]);
  });

  it('whose question is not answered is told within 15 s, until it is', async () => {
    const { pulse, wait } = pulseAt();
    let answer = (): void => undefined;
    const asking = pulse.during('a question to the database', () => new Promise<void>((resolve) => (answer = resolve)));
    wait(9);
    expect(pulse.complaint).toBeUndefined();
    wait(5);
    expect(pulse.complaint).toBe(
      'the intake: budget.commands is not read, a question to the database is not answered for 14 s. Look at it.',
    );
    answer();
    await asking;
    expect(pulse.complaint).toBeUndefined();
    await expect(pulse.during('a question to the database', () => Promise.reject(new Error('lost')))).rejects.toThrow(
      'lost',
    );
    wait(20);
    expect(pulse.complaint).toBeUndefined();
  });

  it('that ends twice in a row is told, until it works or has not ended for long', () => {
    const { pulse, wait } = pulseAt();
    pulse.crashed('no codec');
    expect(pulse.complaint).toBeUndefined();
    wait(1);
    pulse.crashed('no codec');
    expect(pulse.complaint).toMatch(/budget\.commands is not read, 2 tries have failed \(no codec\)\. Look at it\./);
    pulse.works();
    expect(pulse.complaint).toBeUndefined();
    pulse.crashed('again');
    pulse.crashed('again');
    expect(pulse.complaint).toMatch(/again/);
    wait(31);
    expect(pulse.complaint).toBeUndefined();
    expect(pulse.crashes).toBe(4);
  });

  it('has no word to say of partitions that others read', () => {
    const { pulse, wait } = pulseAt();
    pulse.sawEnds([5, 5]);
    wait(12);
    pulse.handles([1]);
    expect(pulse.stalls).toMatchObject([{ partition: 1 }]);
  });

  it('that is idle, or slow but moving, is no alarm, however long it takes and however far behind it is', () => {
    const step = fc.record({ seconds: fc.integer({ min: 0, max: 9 }), more: fc.integer({ min: 0, max: 1_000 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const { pulse, wait } = pulseAt();
        let [next, end] = [0, 0];
        for (const { seconds, more } of steps) {
          wait(seconds);
          end += more;
          if (next < end) pulse.moved(0, (next += 1));
          pulse.sawEnds([end]);
          expect(pulse.complaint).toBeUndefined();
        }
        pulse.moved(0, end);
        wait(1_000_000);
        expect(pulse.complaint).toBeUndefined();
      }),
    );
  });
});
