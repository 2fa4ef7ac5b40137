import { ForeignProducer } from '../support/foreign-producer';
import type { Caller } from './callers';
import { HttpSender, type Heard } from './http-sender';
import { IntakeAnswers } from './intake-answers';
import { type Finding, judge, type Line } from './judge';
import { judgeAccess } from './judge-access';
import type { Place } from './place';
import { Plan } from './plan';
import type { Receipt } from './receipts';
import { type HttpRequest, type KafkaRequest, KINDS, type Kind, type Planned } from './request';

const AT_ONCE = 16;

/** What one caller was answered. */
export interface CallerLine {
  sent: number;
  taken: number;
  /** 401 */
  unknown: number;
  /** 403 */
  forbidden: number;
  /** Any other 4xx. */
  wrong: number;
  told: number;
  leaks: number;
}

export interface Range {
  from: number;
  /** Behind the last one. */
  to: number;
}

/** Sends what is planned, so many at once, and keeps what came of it. */
export class Shooting {
  readonly findings: Finding[] = [];
  readonly receipts: Receipt[] = [];
  readonly lines = new Map<Kind, Line>(
    (Object.keys(KINDS) as Kind[]).map((kind) => [
      kind,
      { kind, sent: 0, taken: 0, refused: 0, told: 0, slowestMs: 0, codes: new Map() },
    ]),
  );
  readonly callers = new Map<Caller, CallerLine>();
  private era = -1;
  private prepared: Promise<void> = Promise.resolve();

  private constructor(
    private readonly http: HttpSender,
    private readonly kafka: ForeignProducer,
    private readonly answers: IntakeAnswers,
  ) {}

  static async start({ servers, services }: Place): Promise<Shooting> {
    const { brokers, prefix } = servers;
    const kafka = await ForeignProducer.connect(brokers, prefix);
    const answers = await IntakeAnswers.start(brokers, `${prefix}.command-results`);
    return new Shooting(new HttpSender({ ledger: services.ledger.port, query: services.query.port }), kafka, answers);
  }

  async send(seed: number, { from, to }: Range, onProgress: (done: number) => void): Promise<void> {
    const plan = new Plan(seed, from);
    let next = from;
    const worker = async (): Promise<void> => {
      while (next < to) {
        next += 1;
        const planned = plan.next();
        await this.prepare(planned.n);
        await this.sendOne(planned);
        onProgress(planned.n);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await this.kafka.settle();
    for (const { planned, answeredAfterMs } of await this.answers.missing()) {
      const what =
        answeredAfterMs === undefined
          ? 'a message was never answered'
          : `answered after ${Math.round(answeredAfterMs)} ms`;
      this.findings.push({ what, planned });
    }
    this.receipts.push(...this.answers.receipts);
    const line = this.lines.get('command by Kafka');
    if (line !== undefined) line.slowestMs = this.answers.slowestMs;
  }

  async stop(): Promise<void> {
    this.http.close();
    await Promise.allSettled([this.kafka.close(), this.answers.stop()]);
  }

  /** Before the first request of an era its units are registered. */
  private prepare(n: number): Promise<void> {
    if (Plan.eraOf(n) > this.era) {
      this.era = Plan.eraOf(n);
      this.prepared = this.prepared.then(async () => {
        for (const request of Plan.preparation(n))
          await this.sendOne({ n, kind: 'valid command', caller: 'all', request });
      });
    }
    return this.prepared;
  }

  private async sendOne(planned: Planned): Promise<void> {
    const { kind, request } = planned;
    const line = this.lines.get(kind) as Line;
    line.sent += 1;
    if (request.over === 'kafka') return this.sendRecords(planned, request, line);
    const heard = await this.http.send(request);
    line.slowestMs = Math.max(line.slowestMs, heard.milliseconds);
    const { wrong, isTold, receipts, code = String(heard.status) } = judge(request, heard);
    line.codes.set(code, (line.codes.get(code) ?? 0) + 1);
    for (const what of wrong) this.findings.push({ what, planned });
    if (request.over === 'http') this.judgeAccess(planned, request, heard, isTold);
    for (const receipt of receipts) this.receipts.push(receipt);
    if (isTold) line.told += 1;
    else if (isTaken(heard)) line.taken += 1;
    else line.refused += 1;
  }

  private judgeAccess({ caller, ...planned }: Planned, request: HttpRequest, heard: Heard, isTold: boolean): void {
    const line = this.callers.get(caller) ?? {
      sent: 0,
      taken: 0,
      unknown: 0,
      forbidden: 0,
      wrong: 0,
      told: 0,
      leaks: 0,
    };
    this.callers.set(caller, line);
    line.sent += 1;
    const leaks = judgeAccess(caller, request, heard);
    for (const what of leaks) this.findings.push({ what, planned: { ...planned, caller } });
    line.leaks += leaks.length;
    if (isTold) line.told += 1;
    else if (isTaken(heard)) line.taken += 1;
    else if (heard.status === 401) line.unknown += 1;
    else if (heard.status === 403) line.forbidden += 1;
    else line.wrong += 1;
  }

  private async sendRecords(planned: Planned, request: KafkaRequest, line: Line): Promise<void> {
    const at = performance.now();
    try {
      const places = await this.kafka.send(request);
      line.taken += 1;
      // What was taken back counts as well: the ledger reads what stands there.
      if (request.topic === 'commands') this.answers.expect(planned, places, at);
    } catch (error) {
      this.findings.push({ what: `could not be sent: ${String(error)}`, planned });
    }
  }
}

function isTaken({ status }: Heard): boolean {
  return typeof status === 'number' && status < 400;
}
