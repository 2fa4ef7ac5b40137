import {
  explainNotCarriedOver,
  explainRefusal,
  type NotCarriedOver,
  positionOf,
  type RecordedRefusal,
  titleOfRefusal,
} from '#domain';
import { Problem, type ProblemDetails } from '#platform';
import { type FieldError, type receiptSchema, type trialSchema, wordsOf } from '#wire';
import type { z } from 'zod';

import { MOST_TOLD, shortened } from './shortened';
import type { TrialOutcome } from './trial';
import { type BudgetOutcome, type BudgetReceipt, warningIn } from './verdict';

/** An answer to one command, the same by HTTP and by Kafka. */
export interface Answer {
  status: number;
  body: RecordedAnswer | TrialAnswer | ProblemDetails;
  /** Beside a refusal that was recorded under this id before, whose body is the first answer's: a status of 200 says it of the others. */
  repeated?: true;
}

type RecordedAnswer = z.output<typeof receiptSchema>;
type TrialAnswer = z.output<typeof trialSchema>;
type Warnings = Pick<RecordedAnswer, 'warnings'>;

export function trialAnswer(commandId: string, trial: TrialOutcome): Answer {
  const { kind: _kind, refusal, event, most, ...told } = trial;
  const { value: data, leftOut } = shortened(event.data, most);
  const body: TrialAnswer = {
    dryRun: true,
    commandId,
    outcome: refusal === undefined ? 'accepted' : 'refused',
    ...told,
    event: { type: event.type, data, ...(leftOut === undefined ? {} : { leftOut }) },
    ...(refusal === undefined ? {} : { problem: refusalProblem(refusal, most) }),
    ...warned(warningIn(event)),
  };
  return { status: 200, body };
}

const REPEATED = { repeated: true } as const;

/** What a command's fate looks like to whoever sent it. */
export function answerTo(commandId: string, outcome: BudgetOutcome | undefined): Answer {
  if (outcome === undefined) return problem(new Problem('fate-unknown', undefined, { commandId }));
  switch (outcome.kind) {
    case 'recorded': {
      const { first, receipt } = outcome;
      if (receipt.refusal === undefined) return { status: first ? 201 : 200, body: recorded(receipt) };
      return { ...refused(receipt, receipt.refusal), ...(first ? {} : REPEATED) };
    }
    case 'id-reused':
      return problem(new Problem('command-id-reused', undefined, { commandId, ...firstUse(outcome.receipt) }));
    case 'wrong-revision': {
      const { expected, actual } = outcome;
      const detail = {
        zh: `预期版本 ${expected}，实际版本 ${actual}。`,
        en: `Expected revision ${expected}, the stream is at ${actual}.`,
      };
      return problem(new Problem('wrong-revision', detail, { commandId, expected, actual }));
    }
    case 'too-large': {
      const { bytes, limitBytes } = outcome;
      return problem(new Problem('command-too-large', undefined, { commandId, bytes, limitBytes }));
    }
    case 'contended':
      return problem(new Problem('contended', undefined, { commandId, tries: outcome.tries }));
    case 'overloaded':
      return problem(new Problem('overloaded', undefined, { commandId, queued: outcome.queued }));
    case 'clock-apart': {
      const { own, broker, aheadMs } = outcome;
      const detail = {
        zh: `账本服务器时间 ${own}，Kafka 时间 ${broker}。请运维人员校准时钟。`,
        en: `This clock says ${own}, the brokers' ${broker}. An operator must set it right.`,
      };
      return problem(new Problem('clock-apart', detail, { commandId, own, broker, aheadMs }));
    }
    case 'stream-ahead': {
      const { headTime, until } = outcome;
      const detail = {
        zh: `最新记录的时间是 ${headTime}；${until} 之后可继续提交。`,
        en: `Its newest record says ${headTime}; commands are taken again from ${until} on.`,
      };
      return problem(new Problem('stream-ahead', detail, { commandId, headTime, until }));
    }
    case 'stopped': {
      const detail = { zh: `停止原因：${outcome.reason}`, en: outcome.reason };
      return problem(new Problem('stream-stopped', detail, { commandId }));
    }
  }
}

export function invalidAnswer(input: unknown, errors: FieldError[]): Answer {
  const commandId = commandIdOf(input);
  if (!namesCommand(input) && errors.some(({ field }) => field === 'commandId')) {
    return problem(new Problem('command-id-missing', undefined, { errors }));
  }
  const [{ field, message } = { field: '', message: 'is no command' }] = errors;
  const { zh, en } = wordsOf(message);
  const why = zh === undefined ? '。' : `：${zh}。`;
  const detail =
    field === '' ? { zh: `请求内容不是一条命令${why}`, en } : { zh: `字段 ${field} 有误${why}`, en: `${field}: ${en}` };
  return problem(new Problem('invalid-request', detail, { ...(commandId === undefined ? {} : { commandId }), errors }));
}

export function problem({ details }: Problem): Answer {
  return { status: details.status, body: details };
}

/** No id is longer. What is would only be carried about: into keys, headers and log lines. */
const ID_CHARACTERS = 128;

/** The id by which the sender knows its command, were it a wrong one. */
export function commandIdOf(input: unknown): string | undefined {
  return namesCommand(input) && input.commandId.length <= ID_CHARACTERS ? input.commandId : undefined;
}

function namesCommand(input: unknown): input is { commandId: string } {
  return typeof input === 'object' && input !== null && 'commandId' in input && typeof input.commandId === 'string';
}

function recorded(receipt: BudgetReceipt): RecordedAnswer {
  const { commandId, eventId, stream, revision, partition, offset, hash, warning } = receipt;
  const position = positionOf({ partition, offset });
  return { commandId, eventId, stream, revision, position, hash, ...warned(warning) };
}

function warned(figures: NotCarriedOver | undefined): Warnings {
  if (figures === undefined) return {};
  const { zh, en } = explainNotCarriedOver(figures);
  return { warnings: [{ code: 'not-carried-over', message: `${zh} ${en}`, ...figures }] };
}

/** A refusal is a fact with a receipt of its own, and a problem for whoever asked. */
function refused(receipt: BudgetReceipt, refusal: RecordedRefusal): Answer {
  return { status: 422, body: { ...refusalProblem(refusal, MOST_TOLD), ...recorded(receipt) } };
}

function refusalProblem(refusal: RecordedRefusal, most: number): ProblemDetails {
  const title = titleOfRefusal(refusal.code);
  const words = explainRefusal(refusal);
  return {
    type: `urn:budget-ledger:refusal:${refusal.code}`,
    title: `${title.zh} ${title.en}`,
    status: 422,
    detail: `${words.zh} ${words.en}`,
    code: refusal.code,
    legalSource: refusal.legalSource,
    figures: refusal.figures.slice(0, most),
    ...(refusal.figures.length > most ? { figuresLeftOut: refusal.figures.length - most } : {}),
  };
}

/** Tells what the id stands for already, and whether that was a refusal, so that a corrected command can take a new id. */
function firstUse(receipt: BudgetReceipt | undefined): { firstUse?: RecordedAnswer & { refused: boolean } } {
  if (receipt === undefined) return {};
  return { firstUse: { ...recorded(receipt), refused: receipt.refusal !== undefined } };
}
