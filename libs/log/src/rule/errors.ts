/** The log itself is not what it was: readers of that partition must stop rather than guess. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
  constructor(
    readonly partition: number,
    readonly offset: number,
    what: string,
  ) {
    super(
      `budget.events partition ${partition} offset ${offset}: ${what}. ` +
        'Nothing was guessed; compare the topic with a replica or an export before you go on.',
    );
  }
}

/** The topic may not be used as a ledger's log: wrong settings, wrong number of partitions, not opened by a ledger. */
export class LogUnfit extends Error {
  override readonly name = 'LogUnfit';
}

/** The brokers do not let this client in, and would not if it came again: it is configured otherwise than they are. */
export class LogDenied extends LogUnfit {}

/** No broker answered. */
export class LogUnreachable extends Error {
  override readonly name = 'LogUnreachable';
}
