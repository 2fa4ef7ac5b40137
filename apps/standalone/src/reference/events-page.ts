import type { LedgerEvent } from '#domain';
import { openingRecord } from '#log';
import { COMMAND_WORDS, describedSchema, EVENT_WORDS, eventSchema, type JsonSchema, OLD_TYPES } from '#wire';

import { fieldTable } from './commands-page';
import type { Happened } from './example-run';
import { code, jsonBlock, linkTo } from './markdown';
import { formsOf, propertiesOf, rowsOf } from './schema-fields';

const INTRODUCTION = `# 记录 Events

Made from the schemas by \`npm run describe\`; a test holds this page to them. Every example is what the ledger makes of the examples in [commands.md](commands.md), and another test holds a running service to that.

An event is the \`type\` and \`data\` of a record of \`budget.events\`; [log-format.md](log-format.md) tells its other fields and which records count. A type never changes once it was written: a new form is a new
type, and events of old types are read as the newest. Optional fields may be added; a reader that meets one that it does not know must stop that stream, for it may change what the event means.
[codes.md](codes.md) tells the values of every enumeration.`;

/** docs/events.md */
export function eventsPage(happened: readonly Happened[]): string {
  return [
    INTRODUCTION,
    opening(),
    ...eventSchema.options.map((schema) => {
      const described = describedSchema(schema, { target: 'draft-7', io: 'output' });
      return section(described, happened);
    }),
    oldTypes(),
    '',
  ].join('\n\n');
}

function opening(): string {
  const { value } = openingRecord('budget-ledger', 6, new Date('2024-01-01T00:00:00Z'));
  return [
    '## ledger.opened.v1 账本已开立',
    '日志的第一条记录，写明账本编号与分区数；不属于任何部门。',
    'The first record of the log: it names the ledger and pins the number of partitions, and belongs to no department. As it stands in the log, with its whole envelope:',
    jsonBlock(JSON.parse(value.toString('utf8'))),
  ].join('\n\n');
}

function section(schema: JsonSchema, happened: readonly Happened[]): string {
  const type = propertiesOf(schema)['type']?.['const'] as LedgerEvent['type'];
  const { name, zh, en } = EVENT_WORDS[type];
  const examples = examplesOf(type, happened);
  const forms = formsOf(propertiesOf(schema)['data'] ?? {});
  const old = OLD_TYPES.filter(({ becomes }) => becomes === type).map((each) => code(each.type));
  return [
    `## ${type} ${name}`,
    zh,
    en,
    `来自 Made by ${makersOf(type, happened)}。`,
    ...(old.length === 0 ? [] : [`旧类型 Also read from ${old.join(', ')}。`]),
    ...forms.flatMap(({ title, schema: form }) => [
      ...(forms.length > 1 ? [`### ${title ?? ''}`] : []),
      fieldTable(rowsOf(form)),
    ]),
    ...examples.flatMap(({ eventId, command, event }) => [
      `例 Example. ${code(eventId)}, ${code(command.commandId)}`,
      jsonBlock(event),
    ]),
  ].join('\n\n');
}

/** Commands that no client may post stand in no page of their own. */
function makersOf(type: LedgerEvent['type'], happened: readonly Happened[]): string {
  if (type === 'command.refused.v1') return '任何违反规则的命令 any command that a rule forbids';
  const makers = new Set(happened.filter(({ event }) => event.type === type).map(({ command }) => command.type));
  return [...makers].map(makerOf).join(', ');
}

function makerOf(type: Happened['command']['type']): string {
  const words = Object.entries(COMMAND_WORDS).find(([known]) => known === type)?.[1];
  return words === undefined
    ? `${code(type)}（账本自己 the ledger itself）`
    : linkTo('commands.md', `${type} ${words.name}`, type);
}

/** The first of each form. */
function examplesOf(type: LedgerEvent['type'], happened: readonly Happened[]): Happened[] {
  const byForm = new Map<string, Happened>();
  for (const each of happened.filter(({ event }) => event.type === type)) {
    const { kind, opening: isOpening } = each.event.data as { kind?: string; opening?: boolean };
    const form = JSON.stringify([kind, isOpening]);
    if (!byForm.has(form)) byForm.set(form, each);
  }
  return [...byForm.values()];
}

function oldTypes(): string {
  return [
    '## 旧类型 Types that are written no more',
    '仍可读取，读作后一版本。 They are still read, as the version behind them.',
    ...OLD_TYPES.map(({ type, becomes, zh, en }) => `- ${code(type)} → ${code(becomes)}：${zh} ${en}`),
  ].join('\n\n');
}
