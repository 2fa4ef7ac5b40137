import {
  type Decider,
  decodeSnapshot,
  DEFAULT_LIMITS,
  encodeSnapshot,
  hashOf,
  type Outcome,
  PartitionWriter,
  type StateCodec,
  type Submission,
  type Verdict,
} from '#log';

import { Scheduler } from './scheduler';
import { type Faults, SimulatedPartition } from './simulated-partition';

export const LEDGER = 'torture';

/** What a history is made of; everything else follows from the seed. */
export interface HistoryOptions {
  seed: number;
  writers: number;
  commands: number;
  streams: number;
  faults: Faults;
  /** How often a writer dies, for each command. */
  kills: number;
  /** How often a writer hears nothing for long. */
  pauses: number;
  /** How often some writer's snapshot is kept; a life begins with the newest one, which may be old. */
  snapshots: number;
}

/** What the writers decide, and what their clients ask for. */
export interface World<State, Command, Event extends { type: string; data: unknown }, Says extends Verdict = Verdict> {
  decider: Decider<State, Command, Event, Says>;
  codec: StateCodec<State>;
  /** The nth command of a history, the stream that it goes to, and the time before which nobody posts it. */
  command(scheduler: Scheduler, n: number): { stream: string; command: Command; notBefore: number };
  /** Another command of the same stream, for an id that is used twice and for an expected revision. */
  another(stream: string): Command;
  /** What goes on in a process beside its writer; the answer is told of every stream that has moved on. */
  beside?(life: Life<State, Command, Event, Says>, scheduler: Scheduler): (stream: string, isOwn: boolean) => void;
}

/** An answer that some client got, and what it had asked. */
interface Told<Command> {
  submission: Submission<Command>;
  stream: string;
  outcome: Outcome;
  /** The life of the writer that answered, and the order in which that life was asked. */
  life: number;
  asked: number;
}

/** One life of a writer process: born with an empty memory, fed from the log's beginning, dead at some point. */
export interface Life<State, Command, Event extends { type: string; data: unknown }, Says extends Verdict = Verdict> {
  id: number;
  writer: PartitionWriter<State, Command, Event, Says>;
  cursor: number;
  alive: boolean;
  fed: boolean;
  pausedUntil: number;
  asked: number;
}

/** What is looked at when all is over. */
type Survivor<State, Command, Event extends { type: string; data: unknown }> = Pick<
  PartitionWriter<State, Command, Event>,
  'nextOffset' | 'open' | 'stopped' | 'headOf' | 'stateOf' | 'streamNames'
>;

export interface History<State, Command, Event extends { type: string; data: unknown }> {
  told: Told<Command>[];
  partition: SimulatedPartition;
  survivors: Survivor<State, Command, Event>[];
  alarms: string[];
  /** False when the history did not come to rest. */
  rested: boolean;
  kills: number;
}

/** Plays one history to its end: clients post, retry and double their commands until each has a final answer. */
export async function playHistory<
  State,
  Command,
  Event extends { type: string; data: unknown },
  Says extends Verdict = Verdict,
>(options: HistoryOptions, world: World<State, Command, Event, Says>): Promise<History<State, Command, Event>> {
  return new Play(options, world).run();
}

class Play<State, Command, Event extends { type: string; data: unknown }, Says extends Verdict = Verdict> {
  private readonly scheduler: Scheduler;
  private readonly partition: SimulatedPartition;
  private readonly told: Told<Command>[] = [];
  private readonly alarms: string[] = [];
  private lives: Life<State, Command, Event, Says>[] = [];
  private born = 0;
  private kills = 0;
  private kept: Buffer | undefined;

  constructor(
    private readonly options: HistoryOptions,
    private readonly world: World<State, Command, Event, Says>,
  ) {
    this.scheduler = new Scheduler(options.seed);
    this.partition = new SimulatedPartition(this.scheduler, options.faults);
    this.partition.onAppend = () => {
      for (const life of this.lives) this.feedLater(life);
    };
  }

  async run(): Promise<History<State, Command, Event>> {
    for (let n = 0; n < this.options.writers; n += 1) this.bear();
    for (let n = 0; n < this.options.commands; n += 1) this.scheduleCommand(n);
    const rested = await this.scheduler.run(200_000);
    const survivors = this.lives.filter(({ alive }) => alive).map(({ writer }) => writer);
    return { told: this.told, partition: this.partition, survivors, alarms: this.alarms, rested, kills: this.kills };
  }

  private bear(): void {
    const place = { ledgerId: LEDGER, partitions: 1 };
    const { decider, codec } = this.world;
    let advanced = (_stream: string, _isOwn: boolean): void => undefined;
    const events = {
      alarm: (message: string) => this.alarms.push(message),
      advanced: (stream: string, isOwn: boolean) => {
        if (state.alive) advanced(stream, isOwn);
      },
    };
    const state = { alive: true };
    const port = this.partition.port(() => state.alive);
    const limits = { ...DEFAULT_LIMITS, tries: 500 };
    const snapshot = this.kept && decodeSnapshot<State, Says>({ ...place, partition: 0 }, this.kept, codec);
    const writer = new PartitionWriter(0, place, decider, port, events, limits, snapshot);
    // Reading goes on one record early, as the ledger does it, to meet the last one again.
    const cursor = Math.max(0, writer.nextOffset - 1);
    const life: Life<State, Command, Event, Says> = Object.assign(state, {
      id: this.born++,
      writer,
      cursor,
      fed: false,
      pausedUntil: 0,
      asked: 0,
    });
    this.lives.push(life);
    advanced = this.world.beside?.(life, this.scheduler) ?? advanced;
    this.feedLater(life);
  }

  /** Delivers some of what a writer has not read; now and then from further back, as after a lost broker. */
  private feedLater(life: Life<State, Command, Event, Says>): void {
    if (life.fed || !life.alive) return;
    life.fed = true;
    const wait = Math.max(this.scheduler.below(6), life.pausedUntil - this.scheduler.time);
    this.scheduler.after(wait, () => {
      life.fed = false;
      if (!life.alive) return;
      const { records } = this.partition;
      const from = this.scheduler.chance(0.05) ? this.scheduler.below(life.cursor + 1) : life.cursor;
      const to = Math.min(records.length, life.cursor + 1 + this.scheduler.below(8));
      life.cursor = Math.max(life.cursor, to);
      life.writer.receive(records.slice(from, to));
      if (life.cursor < records.length) this.feedLater(life);
    });
  }

  private scheduleCommand(n: number): void {
    const { scheduler } = this;
    const { stream, command, notBefore } = this.world.command(scheduler, n);
    const commandId = `c${n}`;
    const submission = submissionOf(commandId, command);
    const copies = scheduler.chance(0.15) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      scheduler.after(notBefore + scheduler.below(60), () => {
        this.post(stream, { ...submission, correlationId: `${commandId}.${copy}` });
      });
    }
    const later = (share: number, work: () => void): void => {
      if (scheduler.chance(share)) scheduler.after(notBefore + scheduler.below(80), work);
    };
    later(0.1, () => this.postAnotherBody(stream, submission));
    later(0.1, () => this.postWithRevision(stream, n));
    later(this.options.kills, () => this.kill());
    later(this.options.snapshots, () => this.keepSnapshot());
    later(this.options.pauses, () => this.pause());
  }

  /** Asks a living writer, and somebody else when that one dies before it answers; a client never gives up. */
  private post(stream: string, submission: Submission<Command>): void {
    const life = this.scheduler.pick(this.lives.filter(({ alive }) => alive));
    const asked = life.asked++;
    let answered = false;
    void life.writer.submit(stream, submission).then((outcome) => {
      if (!life.alive) return;
      answered = true;
      this.told.push({ submission, stream, outcome, life: life.id, asked });
    });
    const watch = (): void => {
      if (answered) return;
      if (life.alive) this.scheduler.after(50, watch);
      else this.post(stream, submission);
    };
    this.scheduler.after(50, watch);
  }

  /** The same id with another amount: it may win the id or lose it, but never both. */
  private postAnotherBody(stream: string, { commandId }: Submission<Command>): void {
    const submission = { ...submissionOf(commandId, this.world.another(stream)), actor: 'other' };
    this.post(stream, submission);
  }

  private postWithRevision(stream: string, n: number): void {
    const expectedRevision = this.scheduler.below(6);
    this.post(stream, { ...submissionOf(`r${n}`, this.world.another(stream)), expectedRevision });
  }

  /** A process dies at once: nothing that it would still do happens, but what it has sent may arrive long after. */
  private kill(): void {
    const life = this.scheduler.pick(this.lives.filter(({ alive }) => alive));
    life.alive = false;
    this.kills += 1;
    this.bear();
  }

  private keepSnapshot(): void {
    const life = this.scheduler.pick(this.lives.filter(({ alive }) => alive));
    const snapshot = life.writer.snapshot();
    if (snapshot === undefined) return;
    this.kept = encodeSnapshot({ ledgerId: LEDGER, partitions: 1, partition: 0 }, snapshot, this.world.codec);
  }

  private pause(): void {
    const life = this.scheduler.pick(this.lives.filter(({ alive }) => alive));
    life.pausedUntil = this.scheduler.time + 100 + this.scheduler.below(400);
  }
}

function submissionOf<Command>(commandId: string, command: Command): Submission<Command> {
  const commandHash = hashOf(JSON.stringify(command));
  return { commandId, commandHash, command, actor: 'client', correlationId: commandId };
}
