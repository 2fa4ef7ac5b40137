import {
  type Command,
  type LedgerEvent,
  type PostingLine,
  type State,
  STATE_VERSION,
  stateFromJson,
  stateToJson,
  streamOf,
  type TransitCommand,
  yuanOf,
} from '#domain';
import { loadChart } from '#wire';

import { type AnyCommand, budgetDecider, submissionOf } from '../../apps/ledger/src/submission';
import type { BudgetVerdict } from '../../apps/ledger/src/verdict';
import { TransitCarrier } from '../../apps/ledger/src/transit-carrier';
import type { Life, World } from './history';
import type { Scheduler } from './scheduler';

const YEAR = 2024;
const ECONOMIC = ['30201', '30202'] as const;
/** Commands meet, and most of them still find what those before them have made. */
const PACE = 8;
const decider = {
  ...budgetDecider({ chart: loadChart([]) }),
  // Some are taken for large, so that their records are made in several turns.
  isLarge: ({ data }: LedgerEvent) => JSON.stringify(data).length % 3 === 0,
};
const codec = { version: STATE_VERSION, toJson: stateToJson, fromJson: stateFromJson };

/** Kinds of commands with how often each is asked for. */
const KINDS = {
  allocate: 3,
  supplement: 2,
  cut: 3,
  freeze: 6,
  release: 8,
  pay: 5,
  payFrozen: 5,
  refund: 6,
  reverse: 4,
  send: 8,
  close: 1,
  reopen: 3,
  ceiling: 1,
} as const;
type Kind = keyof typeof KINDS;
const DRAWN = (Object.keys(KINDS) as Kind[]).flatMap((kind) => Array<Kind>(KINDS[kind]).fill(kind));

/**
 * Departments with the real rules, few lines and small amounts, so that commands meet. Beside each writer a carrier brings transfers
 * between departments to their end, from its first moment on, when it has not even read the log.
 */
export function budgetWorld(
  streams: number,
): World<State, AnyCommand, LedgerEvent, BudgetVerdict> & { gaveUp: string[] } {
  const gaveUp: string[] = [];
  const departments = Array.from({ length: streams }, (_, n) => String(101 + n));
  return {
    decider,
    codec,
    command: (scheduler, n) => {
      const department = departments[n] ?? scheduler.pick(departments);
      const command = n < 2 * streams ? beginning(n, departments) : anyCommand(scheduler, department, departments);
      return { stream: streamOf(command), command, notBefore: n * PACE };
    },
    another: (stream) => posting('AllocateBudget', stream.slice(-3), '0.07', {}),
    beside: (life, scheduler) => carryBeside(life, scheduler, gaveUp),
    gaveUp,
  };
}

/** Every department begins with a unit and some money; what comes before that is refused. */
function beginning(n: number, departments: readonly string[]): Command {
  const department = departments[n % departments.length] ?? '101';
  if (n >= departments.length) return posting('AllocateBudget', department, '30.00', {});
  const named = { unit: `${department}001`, name: '单位', departmentName: '部门' };
  return { type: 'RegisterUnit', ...basis(department), ...named };
}

function anyCommand(scheduler: Scheduler, department: string, departments: readonly string[]): Command {
  const amount = yuanOf(BigInt(1 + scheduler.below(1_500)));
  const economic = scheduler.pick(ECONOMIC);
  const at = { effectiveDate: `${YEAR}-0${1 + scheduler.below(9)}-01` };
  const revision = 1 + scheduler.below(12);
  const post = (type: string, fields: object = {}): Command =>
    posting(type, department, amount, { ...at, ...fields }, economic);
  switch (scheduler.pick(DRAWN)) {
    case 'allocate':
      return post('AllocateBudget');
    case 'supplement':
      return post('AdjustBudget', { kind: 'supplement' });
    case 'cut':
      return post('AdjustBudget', { kind: 'cut' });
    case 'freeze':
      return post('FreezeFunds');
    case 'release':
      // A little, of the line that has most, and late in the year: who guesses what was frozen or paid would hardly ever hit it otherwise.
      return posting('ReleaseFunds', department, '0.05', { effectiveDate: `${YEAR}-10-01`, freezeRevision: revision });
    case 'pay':
      return post('RecordPayment');
    case 'payFrozen':
      return post('RecordPayment', {
        freezeRevision: revision,
        final: scheduler.chance(0.5),
        beyondFreeze: scheduler.chance(0.8),
      });
    case 'refund':
      return posting('RecordRefund', department, '0.05', { effectiveDate: `${YEAR}-10-01` });
    case 'reverse':
      return { type: 'ReverseEvent', ...basis(department), effectiveDate: `${YEAR}-12-01`, reversedRevision: revision };
    case 'send':
      return send(scheduler, department, departments, amount, { ...at, economic });
    case 'close':
      return { type: 'CloseYear', ...basis(department), fiscalYear: YEAR, effectiveDate: `${YEAR}-12-31` };
    case 'reopen':
      return { type: 'ReopenYear', ...basis(department), fiscalYear: YEAR, reason: '更正' };
    case 'ceiling': {
      const scope = { kind: 'source' as const, source: 'general-public-budget' as const };
      return { type: 'SetCeiling', ...basis(department), fiscalYear: YEAR, scope, limitYuan: '60.00' };
    }
  }
}

/** Mostly to a department that is there; now and then to a unit or a department that is not. */
function send(
  scheduler: Scheduler,
  department: string,
  departments: readonly string[],
  amountYuan: string,
  { effectiveDate, economic }: { effectiveDate: string; economic: string },
): Command {
  const others = departments.filter((other) => other !== department);
  const toDepartment = others.length === 0 || scheduler.chance(0.1) ? '199' : scheduler.pick(others);
  const unit = `${toDepartment}00${scheduler.chance(0.2) ? 9 : 1}`;
  return {
    type: 'TransferToDepartment',
    ...basis(department),
    effectiveDate,
    fiscalYear: YEAR,
    toDepartment,
    from: [line(`${department}001`, economic, amountYuan)],
    to: [line(unit, scheduler.pick(ECONOMIC), amountYuan)],
  };
}

function posting(type: string, department: string, amountYuan: string, fields: object, economic = '30201'): Command {
  const lines = [line(`${department}001`, economic, amountYuan)];
  return { type, ...basis(department), fiscalYear: YEAR, lines, ...fields } as Command;
}

/** The id is given by who posts. */
function basis(department: string) {
  return {
    commandId: '',
    division: '361100',
    department,
    documentNumber: '样例〔2024〕1号',
    effectiveDate: `${YEAR}-01-01`,
  };
}

function line(unit: string, economic: string, amountYuan: string): PostingLine {
  return { unit, source: 'general-public-budget', function: '2012901', economic, category: 'operating', amountYuan };
}

/** A process carries transfers as long as it lives; what it asks for after its death reaches nobody. */
function carryBeside(
  life: Life<State, AnyCommand, LedgerEvent, BudgetVerdict>,
  scheduler: Scheduler,
  gaveUp: string[],
): (stream: string, isOwn: boolean) => void {
  const { writer } = life;
  const never = new Promise<never>(() => undefined);
  const carrier = new TransitCarrier({
    get streamNames() {
      return writer.streamNames;
    },
    transitsOf: (stream) => writer.stateOf(stream).transits,
    submit: (command: TransitCommand) => {
      if (!life.alive) return never;
      return writer.submit(streamOf(command), submissionOf(command, { actor: 'ledger', correlationId: 'carried' }));
    },
    pause: (milliseconds) => scheduler.delay(milliseconds),
    random: () => scheduler.random(),
    alarm: (message) => {
      gaveUp.push(message);
    },
  });
  carrier.start();
  return (stream, isOwn) => {
    carrier.wake(stream, isOwn);
  };
}
