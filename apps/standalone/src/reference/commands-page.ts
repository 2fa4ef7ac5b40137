import {
  COMMAND_EXAMPLES,
  COMMAND_WORDS,
  commandSchema,
  describedSchema,
  EVENT_WORDS,
  EVERY_COMMAND,
  type JsonSchema,
  refusalsOf,
} from '#wire';

import type { Happened } from './example-run';
import { code, jsonBlock, linkTo, tableOf } from './markdown';
import { type FieldRow, type Form, formsOf, propertiesOf, rowsOf } from './schema-fields';

type CommandType = keyof typeof COMMAND_WORDS;

const INTRODUCTION = `# 命令 Commands

Made from the schemas by \`npm run describe\`; a test holds this page to them, and another one posts every example in its order to a running service.

A command is posted to \`POST /v1/commands\` with a bearer token, or, [signed](posting.md#commands-through-kafka), to the topic \`budget.commands\` with the stream (\`361100/126\`) as its key. It is answered 201 with its event's place in the log, or 422
with the rule that forbids it and its figures; either is recorded. What does not fit the schema is answered 400 with each field and its reason, and is not recorded. Unknown fields are refused.
[events.md](events.md) tells what each becomes, [codes.md](codes.md) the values of every enumeration and every refusal, [year.md](year.md) the rules.`;

/** docs/commands.md */
export function commandsPage(happened: readonly Happened[]): string {
  const schema = describedSchema(commandSchema, { target: 'draft-7', io: 'input' });
  const forms = formsOf(schema);
  const shared = sharedFields(forms);
  const types = Object.keys(COMMAND_WORDS) as CommandType[];
  return [
    INTRODUCTION,
    sharedSection(shared),
    ...types.map((type) =>
      section(
        type,
        forms.filter(({ schema: form }) => typeIn(form) === type),
        shared,
        happened,
      ),
    ),
    '',
  ].join('\n\n');
}

function typeIn(schema: JsonSchema): unknown {
  return propertiesOf(schema)['type']?.['const'];
}

/** What every form of every command has. */
function sharedFields(forms: readonly Form[]): FieldRow[] {
  const [first, ...others] = forms;
  const rows = first === undefined ? [] : rowsOf(first.schema);
  return rows.filter(
    ({ path }) => path !== 'type' && others.every(({ schema }) => propertiesOf(schema)[path] !== undefined),
  );
}

function sharedSection(shared: readonly FieldRow[]): string {
  const refusals = EVERY_COMMAND.map(code).join(', ');
  return [
    '## 共有的字段 What every command has',
    fieldTable(shared),
    `每条命令都可能被拒绝为 Every command may be refused as ${refusals}.`,
  ].join('\n\n');
}

function section(
  type: CommandType,
  forms: readonly Form[],
  shared: readonly FieldRow[],
  happened: readonly Happened[],
): string {
  const { name, zh, en } = COMMAND_WORDS[type];
  const own = refusalsOf(type).filter((refusal) => !EVERY_COMMAND.includes(refusal));
  const became = [...new Set(happened.filter(({ command }) => command.type === type).map(({ event }) => event.type))];
  const examples = COMMAND_EXAMPLES.filter(({ command }) => command.type === type);
  return [
    `## ${type} ${name}`,
    zh,
    en,
    `成为 Becomes ${became.map((event) => linkTo('events.md', `${event} ${EVENT_WORDS[event].name}`, event)).join(', ')}。`,
    `可能的拒绝 May be refused as: ${own.map(code).join(', ')}。`,
    ...forms.flatMap(({ title, schema }) => [
      ...(forms.length > 1 ? [`### ${title ?? ''}`] : []),
      fieldTable(rowsOf(schema).filter((row) => row.path !== 'type' && !isShared(row, shared))),
    ]),
    ...examples.flatMap(({ summary, command }) => [`例 Example. ${summary}`, jsonBlock(command)]),
  ].join('\n\n');
}

/** A field that this command asks for where others leave it open is one of its own. */
function isShared(row: FieldRow, shared: readonly FieldRow[]): boolean {
  return shared.some(({ path, isRequired }) => path === row.path && isRequired === row.isRequired);
}

export function fieldTable(rows: readonly FieldRow[]): string {
  return tableOf(
    ['字段 field', '类型 type', '必填 required', '含义 meaning'],
    rows.map(({ path, when, type, isRequired, meaning }) => [
      when === '' ? code(path) : `${code(path)} (${when})`,
      type,
      isRequired ? '是 yes' : '',
      meaning,
    ]),
  );
}
