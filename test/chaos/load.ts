import { setTimeout as pause } from 'node:timers/promises';

import { anyOrder, below, chance, type Order } from './orders';

export const TOKEN = 'a-token-for-the-chaos';

/** A final answer, and the fault under which its command was posted first. */
export interface Told {
  order: Order;
  fault: string;
  status: number;
  body: Record<string, unknown>;
}

/** One request on its way. */
interface Try {
  writer: number;
  settled: boolean;
}

/** The answers that settle a command: recorded, recorded before, refused, or never to be recorded. */
const FINAL = new Set([200, 201, 412, 422]);
/** Nothing is known or nothing happened: the same id is posted again. */
const PASSING = new Set([503, 504]);

const AGAIN_AFTER_MS = 250;
const GIVE_UP_AFTER_MS = 180_000;

export interface LoadOptions {
  /** Addresses of the writers; each attempt goes to any of them. */
  writers: readonly string[];
  clients: number;
  /** The mean pause of a client between two commands, which bounds the load. */
  thinkMs: number;
}

/** Clients that post commands, post again until they have an answer, and remember every answer that they got. */
export class Load {
  readonly told: Told[] = [];
  /** Answers that no client should ever get. */
  readonly strange: string[] = [];
  /** Commands that were never answered, although everything ran again. */
  readonly unanswered: Order[] = [];
  /** The fault of the moment. */
  fault = 'none';
  readonly finals: number[];
  private readonly underWay = new Set<Try>();
  private readonly revisions = new Map<string, number>();
  private clients: Promise<void>[] = [];
  private stoppedAt: number | undefined;

  constructor(private readonly options: LoadOptions) {
    this.finals = options.writers.map(() => 0);
  }

  start(): void {
    this.clients = Array.from({ length: this.options.clients }, (_, n) => this.client(n));
  }

  /** No new commands; those that are open get their answer first. */
  async stop(): Promise<void> {
    this.stoppedAt ??= Date.now();
    await Promise.all(this.clients);
    this.clients = [];
  }

  /** The test has failed: nobody waits for answers any more. */
  abandon(): void {
    this.stoppedAt = 0;
  }

  underWayAt(writer?: number): number {
    return this.tries(writer).length;
  }

  /** Remembers the requests that are on their way now. The answer counts those that found no final answer before it was asked. */
  mark(writer?: number): () => number {
    const marked = this.tries(writer);
    return () => marked.filter(({ settled }) => !settled).length;
  }

  async untilAnswered(order: Order): Promise<void> {
    const fault = this.fault;
    for (;;) {
      const told = await this.post(order, fault);
      if (told !== undefined) {
        this.told.push(told);
        return;
      }
      if (this.stoppedAt !== undefined && Date.now() > this.stoppedAt + GIVE_UP_AFTER_MS) {
        this.unanswered.push(order);
        return;
      }
      await pause(AGAIN_AFTER_MS);
    }
  }

  /** What a writer answers to one command now. The command is posted until it is answered for good, like every other. */
  async probe(writer: number): Promise<{ status: number; code: string }> {
    const order = anyOrder(`probe-${writer}-${Date.now()}`, () => undefined);
    const answer = await this.send(writer, order, 60_000);
    const { code } = (await answer.json()) as { code?: string };
    this.clients.push(this.untilAnswered(order));
    return { status: answer.status, code: code ?? '' };
  }

  private send(writer: number, order: Order, patienceMs: number): Promise<Response> {
    return fetch(`${this.options.writers[writer] ?? ''}/v1/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(order.command),
      signal: AbortSignal.timeout(patienceMs),
    });
  }

  private tries(writer: number | undefined): Try[] {
    return [...this.underWay].filter((each) => writer === undefined || each.writer === writer);
  }

  private async client(n: number): Promise<void> {
    for (let count = 0; this.stoppedAt === undefined; count += 1) {
      const order = anyOrder(`client-${n}-${count}`, (stream) => this.revisions.get(stream));
      // An impatient sender posts the same command twice at once, mostly to two writers.
      const times = chance(0.05) ? 2 : 1;
      await Promise.all(Array.from({ length: times }, () => this.untilAnswered(order)));
      await pause(this.options.thinkMs * 2 * Math.random());
    }
  }

  /** One attempt at any of the writers; undefined when it has to be tried again. */
  private async post(order: Order, fault: string): Promise<Told | undefined> {
    const writer = below(this.options.writers.length);
    const attempt: Try = { writer, settled: false };
    this.underWay.add(attempt);
    try {
      const answer = await this.send(writer, order, 30_000);
      const body = (await answer.json()) as Record<string, unknown>;
      if (PASSING.has(answer.status)) return undefined;
      if (!FINAL.has(answer.status)) {
        this.strange.push(`${order.command.commandId}: ${answer.status} ${JSON.stringify(body)}`);
        return undefined;
      }
      attempt.settled = true;
      this.finals[writer] = (this.finals[writer] ?? 0) + 1;
      this.seeRevision(order.stream, body['revision']);
      return { order, fault, status: answer.status, body };
    } catch {
      // The connection was lost: the command may stand in the log or not.
      return undefined;
    } finally {
      this.underWay.delete(attempt);
    }
  }

  private seeRevision(stream: string, revision: unknown): void {
    if (typeof revision !== 'number') return;
    this.revisions.set(stream, Math.max(revision, this.revisions.get(stream) ?? 0));
  }
}
