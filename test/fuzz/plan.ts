import type { Command } from '#domain';
import { commandSchema } from '#wire';
import fc from 'fast-check';

import { Draw } from '../../libs/domain/test/draw';
import { KINDS as STEPS, type Kind as StepKind } from '../../libs/domain/test/random-command';
import { World } from '../../libs/domain/test/random-years';
import { anyCommand } from '../../libs/wire/test/any-command';
import { arbitraryOf } from '../support/arbitrary-of';
import { signedBy } from '../support/signing';
import { brokenBody, brokenConnection } from './bodies';
import { type Caller, callerOf, headersOf, SECRET_NAME, TOKEN } from './callers';
import { chained, junk, late, message, otherTopic } from './forged';
import { type Json, mutated, textOfJson } from './hostile';
import { plainPaths, readRequest, subscriptionRequest } from './reads';
import { type HttpRequest, type Kind, KINDS, type Planned, type Request } from './request';

/** The same for all of a run, or the same seed would not make the same messages. */
const SIGNED_AT = Math.floor(Date.now() / 1_000);

/** So many requests go to one division; then another one begins, or reading would take longer from one to the next. */
const ERA = 1_000;

/** Departments whose commands come from the schema alone, beside the two whose years are played. */
const LOOSE = ['200', '201', '202', '203', '204', '205', '206', '207', '208', '209'] as const;

const DEPARTMENT = '126';
const schemaCommand = arbitraryOf(commandSchema, {
  known: {
    unit: ['126001', '126002', '126'],
    fiscalYear: [2023, 2024, 2025],
    function: ['2012901', '2012902'],
    economic: ['30101', '30201', '30202', '301'],
    effectiveDate: ['2024-02-29', '2024-12-31', '2025-01-01'],
  },
  mostItems: 40,
  mostCharacters: 1_000,
});

/** What the ledger does by itself, and what only it may do, is not asked for. */
const steps = Object.entries(STEPS).flatMap(([kind, weight]) =>
  kind === 'relay' || kind === 'settle-again' ? [] : new Array<StepKind>(weight).fill(kind as StepKind),
) as [StepKind, ...StepKind[]];
/** A history begins with money to spend. */
const FIRST_STEPS = 8;
/** The played history stands behind these, and would end where they were refused. */
const ALONE: ReadonlySet<Kind> = new Set(['valid command']);
const kinds = Object.entries(KINDS).flatMap(([kind, weight]) => new Array<Kind>(weight).fill(kind as Kind));

/**
 * What is sent, one after another: the same for the same seed. A played history stands behind the valid commands, so that most of them
 * are accepted: it decides by itself what the ledger will decide, and asks nobody.
 */
export class Plan {
  private readonly seed: number;
  private era = -1;
  private n: number;
  private world = newWorld();

  /** Goes on from a number; what its history needs is played first. */
  constructor(seed: number, from = 0) {
    this.seed = Math.imul(seed, 0x9e3779b1) | 0;
    this.n = Math.floor(from / ERA) * ERA;
    while (this.n < from) this.next();
  }

  /** What has to be recorded before the requests of the same era: the commands that register units and give them money. */
  static preparation(n: number): HttpRequest[] {
    const division = divisionOf(n);
    const played = newWorld().decided.map(({ command }) => commandOf(command as Command, division));
    const others = LOOSE.flatMap((department) => {
      const basis = { division, department, documentNumber: '样例〔2024〕1号', effectiveDate: '2024-01-01' };
      const names = { name: `${SECRET_NAME}${department}`, departmentName: '样例部门' };
      const line = { source: 'general-public-budget', function: '2012901', economic: '30201', category: 'operating' };
      const lines = [{ unit: `${department}001`, ...line, amountYuan: '999999999.99' }];
      return [
        { ...basis, type: 'RegisterUnit', commandId: `unit-${department}`, unit: `${department}001`, ...names },
        { ...basis, type: 'RegisterUnit', commandId: `unit-${department}-2`, unit: `${department}002`, ...names },
        { ...basis, type: 'AllocateBudget', commandId: `money-${department}`, fiscalYear: 2024, lines },
      ];
    });
    return [...played, ...others].map((command) => post(textOfJson(command)));
  }

  static eraOf(n: number): number {
    return Math.floor(n / ERA);
  }

  next(): Planned {
    const n = this.n;
    if (Plan.eraOf(n) !== this.era) {
      this.era = Plan.eraOf(n);
      this.world = newWorld();
    }
    this.n += 1;
    const draw = new Draw((this.seed + Math.imul(n, 0x85ebca6b)) | 0);
    const kind = draw.of(kinds as [Kind, ...Kind[]]);
    const caller = ALONE.has(kind) ? 'all' : callerOf(draw);
    return { n, kind, caller, request: sentBy(caller, this.request(kind, n, draw)) };
  }

  private request(kind: Kind, n: number, draw: Draw): Request {
    const division = divisionOf(n);
    switch (kind) {
      case 'valid command':
        return post(textOfJson(this.played(n, draw)));
      case 'command of the schema':
        return post(textOfJson(this.ofSchema(n, draw)));
      case 'dry run':
        return post(textOfJson({ ...this.command(n, draw), dryRun: true }));
      case 'batch':
        return this.batch(n, draw);
      case 'mutated command':
        return post(textOfJson(mutated(draw, this.command(n, draw))));
      case 'broken body': {
        const { body, headers } = brokenBody(draw, textOfJson(this.command(n, draw)));
        const { headers: usual, ...rest } = post(body);
        return { ...rest, headers: { ...usual, ...headers } };
      }
      case 'broken connection': {
        const bytes = brokenConnection(draw, plainPaths(division), TOKEN);
        return { over: 'socket', service: draw.of(['ledger', 'query']), bytes };
      }
      case 'read':
      case 'hostile read':
        return readRequest(draw, division, kind === 'hostile read');
      case 'subscription':
        return subscriptionRequest(draw, division);
      case 'command by Kafka':
      case 'hostile message by Kafka':
        return this.message(n, draw, kind === 'hostile message by Kafka');
      case 'forged event: junk':
        return junk(draw, `${division}/126`);
      case 'forged event: void':
        return late(draw, `${division}/126`);
      case 'forged event: well chained':
        return chained(draw, victimOf(n));
      case 'forged table or answer':
        return otherTopic(draw, division);
    }
  }

  private command(n: number, draw: Draw): { [key: string]: Json } {
    return draw.oneIn(3) ? this.ofSchema(n, draw) : this.played(n, draw);
  }

  /** The next step of the played history; the transfers that it has under way are carried on by the ledger itself, and here too. */
  private played(n: number, draw: Draw): { [key: string]: Json } {
    if (draw.oneIn(8)) this.world.drain();
    const before = this.world.decided.length;
    this.world.play([{ kind: draw.of(steps), department: draw.of(['126', '127']), seed: draw.below(2 ** 31) }]);
    // A step that repeats an earlier command is sent as it was.
    const { command } = this.world.decided.at(before) ?? this.world.decided[draw.below(before)] ?? {};
    if (command === undefined || command.commandId.includes(':')) return this.ofSchema(n, draw);
    return commandOf(command as Command, divisionOf(n));
  }

  /** Mostly what the schema takes, however odd; now and then what is more likely to be accepted. */
  private ofSchema(n: number, draw: Draw): { [key: string]: Json } {
    const seed = draw.below(2 ** 31);
    const [sample] = fc.sample<unknown>(draw.oneIn(3) ? anyCommand : schemaCommand, { seed, numRuns: 1 });
    const own = { division: divisionOf(n), department: DEPARTMENT, commandId: `schema-${n}`, dryRun: false };
    const text = JSON.stringify({ ...(sample as object), ...own });
    // The generators know one department by name.
    return JSON.parse(text.replaceAll(`"${DEPARTMENT}`, `"${draw.of(LOOSE)}`)) as { [key: string]: Json };
  }

  private batch(n: number, draw: Draw): HttpRequest {
    const commands = Array.from({ length: 1 + draw.below(12) }, (_, at) => {
      const command = this.command(n, draw);
      const own = { ...command, commandId: `batch-${n}-${at}` };
      return draw.oneIn(5) ? mutated(draw, own) : own;
    });
    const body: Json = { commands, ...(draw.oneIn(4) ? { dryRun: true } : {}) };
    return post(textOfJson(draw.oneIn(12) ? mutated(draw, body) : body), '/v1/commands/batch');
  }

  private message(n: number, draw: Draw, isHostile: boolean): Request {
    const command = this.command(n, draw);
    const stream = `${divisionOf(n)}/${command['department'] as string}`;
    const text = textOfJson(isHostile && draw.oneIn(2) ? mutated(draw, command) : command);
    const odd = draw.of<Buffer | null>([
      null,
      Buffer.alloc(0),
      brokenBody(draw, text).body,
      Buffer.from(`{"commandId":"${'c'.repeat(1_000_000)}"}`),
      Buffer.from('{"division":{"toString":1},"department":{"toString":1}}'),
      Buffer.from('{"commandId":"a\\u0000","division":"\\ud800"}'),
    ]);
    const body = isHostile && draw.oneIn(3) ? odd : Buffer.from(text);
    const isSigned = body !== null && !(isHostile && draw.oneIn(3));
    const value = isSigned ? Buffer.from(signedBy('fuzz', body, SIGNED_AT)) : body;
    return message(draw, { value, stream }, isHostile);
  }
}

function newWorld(): World {
  const world = new World();
  for (let step = 0; step < FIRST_STEPS; step += 1) {
    for (const department of ['126', '127'] as const) world.play([{ kind: 'allocate', department, seed: step }]);
  }
  return world;
}

function sentBy(caller: Caller, request: Request): Request {
  if (request.over !== 'http') return request;
  // A body that was broken together with its head may have taken the token away, or bring another one.
  const { authorization, ...others } = request.headers;
  const isUsual = authorization === undefined || authorization === `Bearer ${TOKEN}`;
  return isUsual ? { ...request, headers: { ...others, ...headersOf(caller) } } : request;
}

/** A division of its own for each era; what is forged with a chain goes to others, so that what has to stop is known. */
function divisionOf(n: number): string {
  return `36${String(1_000 + Plan.eraOf(n))}`;
}

function victimOf(n: number): string {
  return `99${String(1_000 + Plan.eraOf(n))}/${String(n % ERA).padStart(3, '0')}`;
}

export function isVictim(stream: string): boolean {
  return stream.startsWith('99');
}

/** A command of the played history, which knows one division and ids of its own. */
function commandOf(command: Command, division: string): { [key: string]: Json } {
  const own = { ...command, division };
  return JSON.parse(JSON.stringify(own)) as { [key: string]: Json };
}

function post(body: string | Buffer, path = '/v1/commands'): HttpRequest {
  return {
    over: 'http',
    service: 'ledger',
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: Buffer.from(body as string),
  };
}
