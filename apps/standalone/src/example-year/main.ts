import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import {
  AMOUNT_COLUMNS,
  type AmountColumn,
  type LineAmounts,
  amountsInYuan,
  COLUMN_NAMES,
  fenOf,
  MEASURE_NAMES,
  type PostingLine,
  sumFen,
} from '#domain';
import { type CommandAnswer, newestPositions } from '#imports';
import { ConfigError, readConfig, runMain } from '#platform';
import { type Database, openReadModel } from '#read-model';
import { alignedText } from '#report';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { LedgerClient } from '../ledger-client';
import type { Servers } from '../servers';
import { report, startService } from '../start-service';
import { STEPS, yearEnd } from './plan';
import { DEPARTMENT, DIVISION, type Posted, UNITS, YEAR } from './posted';

/** Commands of one batch request. */
const BATCH = 500;

/** npm run example:year: a year of a sample department, from approval to carry-over, and a check of its tables by SQL. */
runMain(async () => {
  const started: Servers['started'] = [];
  let app: NestFastifyApplication | undefined;
  let agrees: boolean;
  try {
    const base = readConfig(process.env);
    const service = await startService(base, resolve(base.dataDir), {
      started,
      report,
      onApp: (given) => (app = given),
    });
    const database = openReadModel(service.servers.databaseUrl, () => undefined);
    try {
      agrees = await play(new LedgerClient(service.url, service.signIns.own.token), database);
    } finally {
      await database.end();
    }
  } finally {
    await app?.close();
    await Promise.all(started.map(({ server }) => server.stop()));
  }
  process.exit(agrees ? 0 : 1);
});

async function play(client: LedgerClient, database: Database): Promise<boolean> {
  const year = new Year(client);
  for (const { name, commands } of STEPS) {
    await year.post(commands((commandId) => year.revisionOf(`example-${commandId}`)));
    report(name);
  }
  await year.repeat(200);
  await year.transfersOver();
  await year.post(yearEnd(await year.left()));
  report('年终结转与结账 Carried over and closed');
  process.stdout.write(`\n${year.counted()}\n`);
  const tables = [
    await year.table(YEAR, '年终表 Year-end'),
    await year.table(YEAR + 1, '下年年初 Opening of the next year'),
  ];
  const agreements = await Promise.all(tables.map((table) => agreement(database, table)));
  tables.forEach(({ text }, index) => process.stdout.write(`\n${text}\n${agreements[index]?.words ?? ''}\n`));
  return agreements.every(({ agrees }) => agrees);
}

interface UnitTotals {
  unit: string;
  totals: LineAmounts;
}

interface YearTable {
  fiscalYear: number;
  units: UnitTotals[];
  text: string;
}

/** What was posted and what became of it. */
class Year {
  private readonly posted: Posted[] = [];
  private readonly answers = new Map<string, CommandAnswer>();
  private position = '';
  private repeated = 0;

  constructor(private readonly client: LedgerClient) {}

  async post(commands: readonly Posted[]): Promise<void> {
    for (let from = 0; from < commands.length; from += BATCH) {
      const batch = commands.slice(from, from + BATCH);
      const answers = await this.client.post(batch);
      batch.forEach((command, index) => this.take(command, answers[index]));
    }
    for (const command of commands) this.posted.push(command);
  }

  /** Posts commands again, as a sender that lost the answers would: nothing may change. */
  async repeat(count: number): Promise<void> {
    const again = this.posted.filter((_, index) => index % Math.ceil(this.posted.length / count) === 0);
    const answers = await this.client.post(again);
    again.forEach(({ commandId }, index) => {
      const first = this.answers.get(commandId)?.body['hash'];
      if (answers[index]?.body['hash'] !== first) throw new ConfigError(`${commandId} was not answered as before`);
    });
    this.repeated += again.length;
  }

  revisionOf(commandId: string): number {
    const revision = this.answers.get(commandId)?.body['revision'];
    if (typeof revision !== 'number') throw new ConfigError(`${commandId} has no revision`);
    return revision;
  }

  /** Waits until every transfer to the other department has arrived there or come back. */
  async transfersOver(): Promise<void> {
    const address = `v1/streams/${DIVISION}/${DEPARTMENT}/transits?year=${YEAR}`;
    for (let tries = 0; tries < 100; tries += 1) {
      const { transits } = (await this.client.get(address, this.position)) as { transits: { status: string }[] };
      if (transits.every(({ status }) => status === 'settled' || status === 'returned')) return;
      await delay(100);
    }
    throw new ConfigError(
      '部门间调剂没有在十秒内完成。 The transfers between departments did not end within ten seconds.',
    );
  }

  /** The lines that have something left, as the preview tells. */
  async left(): Promise<(PostingLine & { kind: 'carry-forward' | 'surplus' })[]> {
    const address = `v1/streams/${DIVISION}/${DEPARTMENT}/years/${YEAR}/carry-over`;
    type Line = { kind: 'carry-forward' | 'surplus'; posting?: PostingLine };
    const { lines } = (await this.client.get(address, this.position)) as { lines: Line[] };
    return lines.flatMap(({ kind, posting }) => (posting === undefined ? [] : [{ ...posting, kind }]));
  }

  async table(fiscalYear: number, title: string): Promise<YearTable> {
    const units: UnitTotals[] = [];
    for (const unit of UNITS) {
      const address = `v1/units/${DIVISION}/${unit}/years/${fiscalYear}/lines`;
      const { lines } = (await this.client.get(address, this.position)) as { lines: Record<string, string>[] };
      units.push({ unit, totals: totalOf(lines) });
    }
    const address = `v1/streams/${DIVISION}/${DEPARTMENT}/years/${fiscalYear}`;
    const { pool } = (await this.client.get(address, this.position)) as { pool: Record<string, string>[] };
    units.push({ unit: DEPARTMENT, totals: totalOf(pool) });
    return { fiscalYear, units, text: textOf(`${fiscalYear} ${title}`, units) };
  }

  counted(): string {
    const answers = [...this.answers.values()];
    const refused = answers.filter(({ status }) => status === 422).length;
    return (
      `命令 ${answers.length + this.repeated}：成立 ${answers.length - refused}，拒绝 ${refused}，重复 ${this.repeated}。 ` +
      `${answers.length + this.repeated} commands: ${answers.length - refused} accepted, ${refused} refused, ${this.repeated} repeated.`
    );
  }

  private take(command: Posted, answer: CommandAnswer | undefined): void {
    const expected = command.commandId.startsWith('example-refuse-') ? 422 : 201;
    if (answer?.status !== expected) {
      throw new ConfigError(`${command.commandId}: ${answer?.status ?? ''} ${JSON.stringify(answer?.body)}`);
    }
    this.answers.set(command.commandId, answer);
    const known = this.position === '' ? [] : this.position.split(',');
    this.position = newestPositions([...known, String(answer.body['position'])]);
  }
}

function totalOf(lines: readonly Record<string, string>[]): LineAmounts {
  const sums = AMOUNT_COLUMNS.map((column) => [
    column,
    sumFen(lines.map((line) => fenOf(line[`${column}Yuan`] ?? '0'))),
  ]);
  return Object.fromEntries(sums) as LineAmounts;
}

/** In yuan, so that every figure is exact. */
function textOf(title: string, units: readonly UnitTotals[]): string {
  const row = (name: string, totals: LineAmounts): string[] => {
    const yuan = amountsInYuan(totals);
    return [name, ...AMOUNT_COLUMNS.map((column) => yuan[`${column}Yuan`]), yuan.currentYuan, yuan.availableYuan];
  };
  const all = Object.fromEntries(
    AMOUNT_COLUMNS.map((column) => [column, sumFen(units.map(({ totals }) => totals[column]))]),
  ) as unknown as LineAmounts;
  const head = [
    '单位',
    ...AMOUNT_COLUMNS.map((column) => COLUMN_NAMES[column]),
    MEASURE_NAMES.current,
    MEASURE_NAMES.available,
  ];
  const rows = units.map(({ unit, totals }) => row(unit === DEPARTMENT ? `${unit} 待下达` : unit, totals));
  const alignments = head.map((_, index) => (index === 0 ? 'left' : 'right'));
  return [`${title}  单位：元`, ...alignedText([head, ...rows, row('合计', all)], alignments)].join('\n');
}

/** The same sums from the audit trail, by SQL alone: every posting of every event, and nothing of the tables that were read above. */
const SUMS = `
  select unit, amount_column as column, sum(delta)::text as yuan
    from event join posting using (stream, revision)
   where stream = $1 and fiscal_year = $2 and not refused
   group by unit, amount_column`;

async function agreement(
  database: Database,
  { fiscalYear, units }: YearTable,
): Promise<{ agrees: boolean; words: string }> {
  const { rows } = await database.query<{ unit: string; column: AmountColumn; yuan: string }>(SUMS, [
    `${DIVISION}/${DEPARTMENT}`,
    fiscalYear,
  ]);
  const sums = new Map(rows.map(({ unit, column, yuan }) => [`${unit}/${column}`, fenOf(yuan)]));
  const cells = units.flatMap(({ unit, totals }) =>
    AMOUNT_COLUMNS.map((column) => ({ cell: `${unit}/${column}`, fen: totals[column] })),
  );
  const different = cells.filter(({ cell, fen }) => (sums.get(cell) ?? 0n) !== fen).map(({ cell }) => cell);
  const unread = [...sums.keys()].filter((cell) => !cells.some((read) => read.cell === cell));
  const agrees = different.length === 0 && unread.length === 0;
  const words = agrees
    ? `与审计轨迹的 SQL 合计一致：${cells.length} 格。 Agrees with the sums by SQL over the audit trail: ${cells.length} cells.`
    : `与审计轨迹不一致。 Differs from the audit trail: ${[...different, ...unread].join(', ')}`;
  return { agrees, words };
}
