import { sentenceOf } from '#log';
import { NotStorable, sqlStateOf } from '#postgres';

/**
 * The tables, the database or this program are not as they have to be: no event is to blame, and no stream is stopped for it. It stays so
 * until somebody has seen to it, and the same batch is tried again meanwhile.
 */
export class TablesUnfit extends Error {
  override readonly name = 'TablesUnfit';

  constructor(cause: unknown) {
    const state = sqlStateOf(cause);
    const code = state === undefined ? '' : ` (SQLSTATE ${state})`;
    super(
      `what events write does not fit the tables, so nothing is projected and no stream is stopped: ${sentenceOf(cause)}${code}. ` +
        'Put the database right, or start a program that fits it',
      { cause },
    );
  }
}

/** Values out of range, days that no calendar has, texts that cannot be stored, keys too long for an index, limits of nesting. */
const CONTENT = /^(21000|22003|2200[78]|22021|22P0[25]|5400[01])$/;
/** An event is there once, and is reversed once: what is forged may say otherwise. */
const UNIQUE = /_pkey$|^event_by_reversed$/;

/**
 * Whether an event itself may be the cause, so that trying again would fail for ever. The other exceptions of their classes, such as a text
 * too long for its column or a broken check, are none that these tables know: whoever altered them is the cause.
 */
export function isRefusedContent(error: unknown): boolean {
  if (error instanceof NotStorable) return true;
  const state = sqlStateOf(error) ?? '';
  if (state === '23505') return UNIQUE.test(String((error as { constraint?: unknown }).constraint));
  return CONTENT.test(state);
}

/** Connections that are lost or refused, servers that start and stop, others that write at the same time. */
const PASSES = /^(08|40|55|57)|^(53300|25P0[34])$/;
const FAULTS_OF_PROGRAMS = [TypeError, RangeError, ReferenceError, SyntaxError];

/** The error as it has to be told: one that does not pass by itself, and that no event causes, is a matter of the tables. */
export function explained(error: unknown): unknown {
  if (error instanceof TablesUnfit) return error;
  const state = sqlStateOf(error);
  const isUnfit =
    state === undefined ? FAULTS_OF_PROGRAMS.some((fault) => error instanceof fault) : !PASSES.test(state);
  return isUnfit ? new TablesUnfit(error) : error;
}
