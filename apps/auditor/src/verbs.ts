import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { reasonOf } from '#basics';
import { departmentOf, type DepartmentPlace, isAskable, parseStream } from '#domain';
import { inOrder, recordsOfExport, verifyRecords } from '#log';
import { type Config, ConfigError, required } from '#platform';
import { TABLE_NUMBERS, type TableNumber } from '#report';

import { readAnchors, readText, writeAnchors } from './anchor-file';
import { readAsOf } from './as-of';
import { BudgetCheck } from './budget-check';
import { exportStream } from './export-stream';
import { replayAsText } from './print-replay';
import { faultLine, type Verification, verificationAsJson, verificationAsText } from './print-verification';
import { LogAltered, replay } from './replay';
import { verifyLog } from './verify-log';

export const AUDIT_USAGE = `  npm run ledger -- verify [--anchors FILE] [--write-anchors FILE] [--json] [--threads N]
  npm run ledger -- verify --file FILE.ndjson [--anchors FILE] [--json]
  npm run ledger -- export --stream 361100/126 --out FILE.ndjson
  npm run ledger -- replay --unit 361100/126001 | --department 361100/126 --year 2024 [--as-of DATE|INSTANT|REVISION|POSITION] [--effective-on DATE]
                           [--tables 3,5] [--measure current|original] [--format text|csv|json] [--file FILE.ndjson]
                    通用 for all three: [--brokers HOST:PORT,…] [--prefix budget] [--ledger-id budget-ledger]

  verify  只凭 Kafka（或导出文件）核验全部记录；0 相符，1 不符，2 用法有误或连不上
          checks every record from Kafka alone, or from an export; exit code 0 is OK, 1 is not OK, 2 is usage or no connection
  export  逐字节导出一个部门的记录  writes a department's records byte for byte
  replay  打印当时的法定报表  prints the statutory tables as they stood
`;

const OPTIONS = {
  brokers: { type: 'string' },
  prefix: { type: 'string' },
  'ledger-id': { type: 'string' },
  file: { type: 'string' },
  anchors: { type: 'string' },
  'write-anchors': { type: 'string' },
  json: { type: 'boolean' },
  threads: { type: 'string' },
  stream: { type: 'string' },
  out: { type: 'string' },
  unit: { type: 'string' },
  department: { type: 'string' },
  year: { type: 'string' },
  'as-of': { type: 'string' },
  'effective-on': { type: 'string' },
  tables: { type: 'string' },
  measure: { type: 'string' },
  format: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** What each verb takes, besides where the log is. */
const TAKES = {
  verify: ['file', 'anchors', 'write-anchors', 'json', 'threads'],
  export: ['stream', 'out'],
  replay: ['file', 'unit', 'department', 'year', 'as-of', 'effective-on', 'tables', 'measure', 'format'],
} as const satisfies Record<string, readonly (keyof typeof OPTIONS)[]>;
const PLACE: readonly string[] = ['brokers', 'prefix', 'ledger-id'];

export type AuditVerb = keyof typeof TAKES;

export function isAuditVerb(verb: string): verb is AuditVerb {
  return Object.hasOwn(TAKES, verb);
}

/** Answers the exit code: 1 where the log is not what it must be. Throws what is a mistake of usage, or nobody's. */
export async function runAuditVerb(verb: AuditVerb, argv: string[], config: Config): Promise<number> {
  const { values } = readArgs(argv);
  const known: readonly string[] = TAKES[verb];
  const foreign = Object.keys(values).find((name) => !known.includes(name) && !PLACE.includes(name));
  if (foreign !== undefined) throw new ConfigError(`${verb} 没有选项 has no option --${foreign}.\n${AUDIT_USAGE}`);
  switch (verb) {
    case 'verify':
      return runVerify(values, config);
    case 'export':
      return runExport(values, config);
    case 'replay':
      return runReplay(values, config);
  }
}

function readArgs(argv: string[]): { values: Values } {
  try {
    return parseArgs({ args: argv, options: OPTIONS });
  } catch (error) {
    throw new ConfigError(`${reasonOf(error)}\n${AUDIT_USAGE}`);
  }
}

interface Place {
  brokers: string[];
  security: Config['kafkaSecurity'];
  prefix: string;
  ledgerId: string;
}

function placeOf(values: Values, config: Config): Place {
  const named = values.brokers?.split(',').map((broker) => broker.trim());
  return {
    brokers: named ?? required(config.brokers, 'KAFKA_BROKERS（或 or --brokers）'),
    security: config.kafkaSecurity,
    prefix: values.prefix ?? config.topicPrefix,
    ledgerId: ledgerIdOf(values, config),
  };
}

function ledgerIdOf(values: Values, config: Config): string {
  return values['ledger-id'] ?? config.ledgerId;
}

async function runVerify(values: Values, config: Config): Promise<number> {
  const started = performance.now();
  const { anchors, ends } = values.anchors === undefined ? { anchors: [], ends: [] } : readAnchors(values.anchors);
  const verification =
    values.file === undefined
      ? await verifyTopic(values, config, { anchors, ends })
      : verifyFile(values, config, anchors);
  const seconds = (performance.now() - started) / 1_000;
  process.stdout.write(
    values.json === true ? verificationAsJson(verification) : verificationAsText(verification, seconds),
  );
  if (verification.faults.length > 0) return 1;
  if (values['write-anchors'] !== undefined) writeAnchors(values['write-anchors'], verification.partitions);
  return 0;
}

async function verifyTopic(
  values: Values,
  config: Config,
  known: ReturnType<typeof readAnchors>,
): Promise<Verification> {
  const threads = values.threads === undefined ? {} : { threads: wholeNumber(values.threads, '--threads') };
  const { topic, ...report } = await verifyLog({ ...placeOf(values, config), ...known, ...threads });
  return { source: topic, ...report };
}

function verifyFile(values: Values, config: Config, anchors: ReturnType<typeof readAnchors>['anchors']): Verification {
  if (values['write-anchors'] !== undefined || values.threads !== undefined) {
    throw new ConfigError(
      `--file 不与 --write-anchors、--threads 同用。 --file goes without --write-anchors and --threads.`,
    );
  }
  const file = values.file ?? '';
  const ledgerId = ledgerIdOf(values, config);
  const budgets = new BudgetCheck();
  const report = verifyRecords(recordsOfExport(readText(file)), {
    ledgerId,
    anchors,
    judge: (record) => budgets.judge(record),
  });
  return { source: file, ledgerId, partitions: [report], faults: inOrder(report.faults), anchors: anchors.length };
}

async function runExport(values: Values, config: Config): Promise<number> {
  const { stream, out } = values;
  if (stream === undefined || out === undefined) throw new ConfigError(AUDIT_USAGE);
  const { records, accepted } = await exportStream({ ...placeOf(values, config), stream, file: out });
  if (records === 0) {
    throw new ConfigError(`${stream} 没有记录。 The log holds no record of ${stream}.`);
  }
  process.stdout.write(`${out}: 记录 records ${records}, 有效 accepted ${accepted}, 无效 void ${records - accepted}\n`);
  return 0;
}

async function runReplay(values: Values, config: Config): Promise<number> {
  if (values.year === undefined) throw new ConfigError(AUDIT_USAGE);
  const effectiveOn = values['effective-on'];
  if (effectiveOn !== undefined && !isAskable(effectiveOn)) {
    throw new ConfigError(`--effective-on ${effectiveOn}：应为日期。 It must be a date, such as 2024-03-31.`);
  }
  const question = {
    ledgerId: ledgerIdOf(values, config),
    ...budgetPlaceOf(values),
    year: wholeNumber(values.year, '--year'),
    asOf: readAsOf(values['as-of']),
    effectiveOn,
    measure: oneOf(values.measure ?? 'current', ['current', 'original'] as const, '--measure'),
    chartFiles: config.chartFiles,
  };
  const printing = {
    format: oneOf(values.format ?? 'text', ['text', 'csv', 'json'] as const, '--format'),
    tables: tablesOf(values.tables),
    asOf: values['as-of'],
    readAsOf: question.asOf,
    effectiveOn,
    measure: question.measure,
  };
  const source =
    values.file === undefined ? placeOf(values, config) : { exported: recordsOfExport(readText(values.file)) };
  try {
    process.stdout.write(replayAsText(await replay(source, question), printing));
    return 0;
  } catch (error) {
    if (!(error instanceof LogAltered)) throw error;
    process.stderr.write(`日志不符，没有可打印的报表 The log is not what it must be: ${faultLine(error.fault)}\n`);
    return 1;
  }
}

/** A unit or a department, one of the two. */
function budgetPlaceOf({ unit, department }: Values): DepartmentPlace & { unit?: string } {
  if ((unit === undefined) === (department === undefined)) throw new ConfigError(AUDIT_USAGE);
  const place = unit === undefined ? parseStream(department ?? '') : unitPlaceOf(unit);
  if (place === undefined) throw new ConfigError(AUDIT_USAGE);
  return place;
}

function unitPlaceOf(text: string): (DepartmentPlace & { unit: string }) | undefined {
  const [, division, unit] = /^(\d{6})\/(\d{6})$/.exec(text) ?? [];
  return division === undefined || unit === undefined ? undefined : { division, department: departmentOf(unit), unit };
}

function tablesOf(text: string | undefined): readonly TableNumber[] {
  if (text === undefined) return TABLE_NUMBERS;
  return text.split(',').map((part) => {
    const number = TABLE_NUMBERS.find((known) => String(known) === part.trim());
    if (number === undefined) throw new ConfigError(`--tables ${part}：应为 1 到 11。 Tables are numbered 1 to 11.`);
    return number;
  });
}

function oneOf<T extends string>(text: string, choices: readonly T[], option: string): T {
  const choice = choices.find((known) => known === text);
  if (choice === undefined) throw new ConfigError(`${option} ${text}：应为 must be ${choices.join(' | ')}.`);
  return choice;
}

function wholeNumber(text: string, option: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new ConfigError(`${option} ${text}：应为正整数。 It must be a whole number.`);
}
