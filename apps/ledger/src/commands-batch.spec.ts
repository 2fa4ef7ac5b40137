import { setImmediate } from 'node:timers/promises';

import { MAX_BATCH } from './batch';

import { codeOf, command, ledger, post, recordedOnce, useCommandsApp } from '../test/commands-app';

useCommandsApp();

describe('POST /v1/commands/batch', () => {
  const batch = (commands: unknown) => post({ commands }, {}, '/v1/commands/batch');

  it('answers each on its own and in order, whichever is known first', async () => {
    const record = recordedOnce();
    ledger.outcome = async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, asked.commandId === 'slow' ? 50 : 0));
      return asked.commandId === 'stopped' ? { kind: 'stopped', reason: 'damage' } : record(asked);
    };
    const answer = await batch([
      { ...command, commandId: 'slow' },
      { ...command, commandId: 'stopped' },
      { ...command, fiscalYear: 'x' },
      null,
      command,
    ]);
    expect(answer.statusCode).toBe(200);
    const { answers } = answer.json<{ answers: { status: number; body: { commandId?: string; code?: string } }[] }>();
    expect(answers.map(({ status, body }) => [status, body.code ?? body.commandId])).toEqual([
      [201, 'slow'],
      [503, 'stream-stopped'],
      [400, 'invalid-request'],
      [400, 'invalid-request'],
      [201, 'c-1'],
    ]);
  });

  it('hands all of them to the ledger in order before the first is answered', async () => {
    const ids = Array.from({ length: MAX_BATCH }, (_, index) => `c-${index}`);
    const small = { ...command, lines: command.lines };
    const answer = await batch(ids.map((commandId) => ({ ...small, commandId })));
    expect(answer.statusCode).toBe(200);
    expect(answer.json<{ answers: unknown[] }>().answers).toHaveLength(MAX_BATCH);
    expect(ledger.submitted.map((each) => each.command.commandId)).toEqual(ids);
  });

  it('gives the event loop away between its commands, after every few milliseconds', async () => {
    // A millisecond passes whenever somebody looks at the clock, so that each command takes one at least.
    let elapsed = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => (elapsed += 1));
    let turns = 0;
    let over = false;
    const others = async (): Promise<void> => {
      for (; !over; turns += 1) await setImmediate();
    };
    const counting = others();
    const turnsAtFirst: number[] = [];
    const record = ledger.outcome;
    ledger.outcome = (asked) => {
      turnsAtFirst.push(turns);
      return record(asked);
    };
    try {
      await batch(Array.from({ length: MAX_BATCH }, (_, index) => ({ ...command, commandId: `c-${index}` })));
    } finally {
      over = true;
      clock.mockRestore();
      await counting;
    }
    expect(turnsAtFirst).toHaveLength(MAX_BATCH);
    const given = turnsAtFirst.at(-1)! - turnsAtFirst[0]!;
    expect(given).toBeGreaterThanOrEqual(MAX_BATCH / 10);
  });

  it('gives others turns while a large command is read, and keeps the order of its own stream', async () => {
    const large = { ...command, lines: Array.from({ length: 300 }, () => command.lines[0]) };
    const answer = await batch([
      { ...large, commandId: 'large' },
      { ...command, commandId: 'after' },
      { ...large, commandId: 'large-too' },
      { ...command, commandId: 'last' },
      { ...command, commandId: 'elsewhere', department: '127' },
    ]);
    expect(answer.json<{ answers: { status: number }[] }>().answers.map(({ status }) => status)).toEqual(
      Array(5).fill(201),
    );
    const ids = ledger.submitted.map((each) => each.command.commandId);
    expect(ids).toEqual(['elsewhere', 'large', 'after', 'large-too', 'last']);
  });

  it.each<[string, unknown]>([
    ['1,001 commands', Array(MAX_BATCH + 1).fill({})],
    ['no command', []],
    ['no array', command],
    ['nothing', undefined],
  ])('refuses %s as a whole', async (_, commands) => {
    const answer = await batch(commands);
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'invalid-request']);
    expect(answer.json()).toMatchObject({ errors: [{ field: 'commands' }] });
    expect(ledger.submitted).toEqual([]);
  });

  it('refuses a field beside the commands', async () => {
    const answer = await post({ commands: [command], atomic: true }, {}, '/v1/commands/batch');
    expect(answer.statusCode).toBe(400);
    expect(ledger.submitted).toEqual([]);
  });
});
