import fc from 'fast-check';

import {
  type Chart,
  type Command,
  decide,
  emptyState,
  evolve,
  type LedgerEvent,
  placeOfStream,
  type State,
  streamOf,
  type TransitCommand,
} from '../src/index';
import { CommandMaker, type Kind, KINDS } from './random-command';
import { chartFor } from './random-lines';

export type { Kind } from './random-command';

/** One thing that happens; `seed` tells the rest when it is its turn, since it may name what happened before. */
export interface Step {
  kind: Kind;
  department: '126' | '127';
  seed: number;
}

/** Steps of a random history, which begins with money to spend. What shrinks is their number: each is small already. */
export function steps(most: number, without: readonly Kind[] = []): fc.Arbitrary<Step[]> {
  const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => !without.includes(kind));
  const any = fc.oneof(...kinds.map((kind) => ({ arbitrary: fc.constant(kind), weight: KINDS[kind] })));
  const first = fc.array(step(fc.constantFrom('allocate', 'allocate', 'allocate-pool', 'opening')), {
    minLength: 8,
    maxLength: 8,
  });
  const others = fc.array(step(any), { minLength: most / 2, maxLength: most, size: 'max' });
  return fc.tuple(first, others).map(([before, after]) => [...before, ...after]);
}

function step(kind: fc.Arbitrary<Kind>): fc.Arbitrary<Step> {
  return fc.record({
    kind,
    department: fc.constantFrom('126', '126', '127'),
    seed: fc.noShrink(fc.integer()),
  });
}

/** One decided command, with its department's state on both sides. */
export interface Decided {
  stream: string;
  command: Command | TransitCommand;
  event: LedgerEvent;
  before: State;
  after: State;
}

const FIRST_YEAR = 2024;

/**
 * Random years of two departments and of one that knows no unit, played through the decisions as the ledger does: ids answer once, and
 * transfers between departments are carried when it is their turn, by a relay that may die between two legs.
 */
export class World {
  readonly decided: Decided[] = [];
  private readonly states = new Map<string, State>();
  private readonly answers = new Map<string, LedgerEvent>();
  private readonly asked: (Command | TransitCommand)[] = [];
  private readonly chart: Chart;
  private ids = 0;

  constructor(private readonly shift = 0) {
    this.chart = chartFor(this.year(0));
    for (const department of ['126', '127']) {
      for (const number of ['001', '002']) {
        const body = { type: 'RegisterUnit', unit: `${department}${number}`, name: '单位', departmentName: '部门' };
        this.ask(this.command(department, `${this.year(0)}-01-01`, body));
      }
    }
  }

  get streams(): string[] {
    return [...this.states.keys()];
  }

  stateOf(stream: string): State {
    return this.states.get(stream) ?? emptyState;
  }

  eventsOf(stream: string): LedgerEvent[] {
    return this.decided.filter((decided) => decided.stream === stream).map(({ event }) => event);
  }

  year(offset: number): number {
    return FIRST_YEAR + this.shift + offset;
  }

  play(all: readonly Step[]): this {
    for (const step of all) this.take(step);
    return this;
  }

  /** Carries every transfer to its end. */
  drain(): this {
    while (this.relay(0)) continue;
    return this;
  }

  /** A command that was recorded before is answered as it was, and changes nothing. */
  ask(command: Command | TransitCommand): LedgerEvent {
    const stream = streamOf(command);
    const id = `${stream} ${command.commandId}`;
    const known = this.answers.get(id);
    if (known !== undefined) return known;
    const before = this.stateOf(stream);
    const event = decide(before, command, { chart: this.chart });
    const after = evolve(before, event);
    this.states.set(stream, after);
    this.answers.set(id, event);
    this.asked.push(command);
    this.decided.push({ stream, command, event, before, after });
    return event;
  }

  command(department: string, effectiveDate: string, body: object): Command {
    this.ids += 1;
    const basis = { commandId: `c-${this.ids}`, division: '361100', department, documentNumber: '文', effectiveDate };
    return { ...basis, ...body } as Command;
  }

  private take({ kind, department, seed }: Step): void {
    if (kind === 'relay') {
      this.relay(seed >>> 0);
    } else if (kind === 'repeat') {
      const again = this.asked[(seed >>> 0) % this.asked.length];
      if (again !== undefined) this.ask(again);
    } else {
      const place = { state: this.stateOf(`361100/${department}`), department, firstYear: this.year(0) };
      const { effectiveDate, ...body } = new CommandMaker(place, seed).make(kind);
      this.ask(this.command(department, effectiveDate, body));
    }
  }

  /** The next leg of a transfer that is under way; false where none is. */
  private relay(pick: number): boolean {
    const open = this.streams.flatMap((stream) =>
      [...this.stateOf(stream).transits].map(([id, sent]) => ({ stream, id, sent })),
    );
    const chosen = open[pick % Math.max(1, open.length)];
    if (chosen === undefined) return false;
    const { stream, id, sent } = chosen;
    const { division, department } = placeOfStream(stream);
    const { documentNumber, effectiveDate, fiscalYear, toDepartment } = sent;
    const basis = { division, documentNumber, effectiveDate, fiscalYear, transitId: id };
    const far = this.ask({
      type: 'ReceiveTransfer',
      commandId: `${id}:receive`,
      ...basis,
      department: toDepartment,
      fromDepartment: department,
      lines: sent.to,
    });
    // Half of the time the ledger dies here, and another one finds the answer under the id.
    if (pick % 2 === 1) return true;
    const near = { ...basis, department };
    const eventId = `${division}/${toDepartment}@there`;
    if (far.type === 'command.refused.v1') {
      const refusalCode = far.data.refusal.code;
      this.ask({ type: 'ReturnTransfer', commandId: `${id}:return`, ...near, refusedEventId: eventId, refusalCode });
    } else {
      this.ask({ type: 'SettleTransfer', commandId: `${id}:settle`, ...near, receivedEventId: eventId });
    }
    return true;
  }
}
