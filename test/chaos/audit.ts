import { isDeepStrictEqual } from 'node:util';

import { type CheckedLog, type CheckedRecord, checkLog } from '../torture/checker';
import type { Told } from './load';
import { isForged } from './orders';
import type { TimedRecord } from './topic';

export type Defect = 'lost' | 'twice' | 'altered' | 'orphans' | 'holes';

/** Something that the ledger promised and the log does not show. */
export interface Finding {
  defect: Defect;
  /** The fault under which it happened. */
  fault: string;
  words: string;
}

export interface Audit {
  findings: Finding[];
  accepted: CheckedRecord[];
  voids: number;
}

const LEDGER_ID = 'budget-ledger';
const OPENING = 'ledger.opened.v1';

/** Compares what clients were told with what stands in the log. */
export function audit(records: TimedRecord[], told: readonly Told[], faultAt: (time: number) => string): Audit {
  const log = checkLog(LEDGER_ID, records);
  const sentAt = new Map(records.map(({ partition, offset, sentAt: time }) => [`${partition}:${offset}`, time]));
  const faultOf = (position: string) => faultAt(sentAt.get(position) ?? 0);
  const findings: Finding[] = [
    ...log.orphans.map((at) => ({ defect: 'orphans' as const, fault: faultOf(at), words: `orphan at ${at}` })),
    ...log.holes.map((at) => ({ defect: 'holes' as const, fault: faultOf(at), words: `hole at ${at}` })),
    ...recordsAgainstAnswers(log, told, faultOf),
  ];
  return { findings, accepted: log.accepted, voids: log.voids };
}

function recordsAgainstAnswers(
  log: CheckedLog,
  told: readonly Told[],
  faultOf: (position: string) => string,
): Finding[] {
  const byCommand = new Map<string, CheckedRecord[]>();
  for (const record of log.accepted) {
    const id = `${record.stream} ${record.commandId}`;
    byCommand.set(id, [...(byCommand.get(id) ?? []), record]);
  }
  const twice = [...byCommand].flatMap(([id, [first, ...more]]) =>
    more.map(({ partition, offset }) => ({
      defect: 'twice' as const,
      fault: faultOf(`${partition}:${offset}`),
      words: `${id} stands at ${first?.partition ?? ''}:${first?.offset ?? ''} and at ${partition}:${offset}`,
    })),
  );
  const answers = told.flatMap((answer) => {
    const [record] = byCommand.get(`${answer.order.stream} ${answer.order.command.commandId}`) ?? [];
    const wrong = answerAgainstRecord(answer, record);
    const words = `${answer.order.command.commandId} was answered ${answer.status} ${JSON.stringify(answer.body)}: ${wrong?.[1] ?? ''}`;
    return wrong === undefined ? [] : [{ defect: wrong[0], fault: answer.fault, words }];
  });
  const sent = new Set(told.map(({ order }) => `${order.stream} ${order.command.commandId}`));
  const unknown = [...byCommand].flatMap(([id, [record]]) => {
    if (record === undefined || record.type === OPENING || sent.has(id) || isForged(record.stream)) return [];
    const position = `${record.partition}:${record.offset}`;
    return [{ defect: 'altered' as const, fault: faultOf(position), words: `nobody was told of ${id} at ${position}` }];
  });
  return [...twice, ...answers, ...unknown];
}

/** What is wrong with an answer in the light of the command's one record. */
function answerAgainstRecord(
  { order: { command }, status, body }: Told,
  record: CheckedRecord | undefined,
): ['lost' | 'altered', string] | undefined {
  if (status === 412) {
    return record === undefined ? undefined : ['altered', 'it was to leave no record, and stands in the log'];
  }
  if (record === undefined) return ['lost', 'it does not stand in the log'];
  const { revision, partition, offset, hash, type } = record;
  const said = { revision: body['revision'], position: body['position'], hash: body['hash'] };
  const stands = { revision, position: `${partition}:${offset}`, hash };
  if (!isDeepStrictEqual(said, stands)) return ['altered', `it stands in the log as ${JSON.stringify(stands)}`];
  if ((status === 422) !== (type === 'command.refused.v1')) return ['altered', `its record is a ${type}`];
  if (status === 422) return undefined;
  const data = record.data as Record<string, unknown>;
  for (const field of ['unit', 'fiscalYear', 'documentNumber', 'kind', 'lines', 'from', 'to']) {
    const asked: unknown = (command as unknown as Record<string, unknown>)[field];
    if (!isDeepStrictEqual(data[field], asked)) return ['altered', `${field} is ${JSON.stringify(data[field])}`];
  }
  return undefined;
}
