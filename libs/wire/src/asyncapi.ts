import { z } from 'zod';

import { accessRecord } from './access-record';
import { COMMAND_EXAMPLES } from './command-examples';
import { commandSchema } from './command-schema';
import { describedSchema } from './described-schema';
import { eventSchema } from './event-schema';
import { hash, instant, revision, stream } from './line-schema';
import { SUBSCRIPTION_MESSAGES } from './subscription-schema';
import { tablesRecord } from './tables-schema';

type Json = Record<string, unknown>;

/** The JSON Schema (2020-12) of a record of budget.tables. */
export function tablesJsonSchema(): Json {
  return z.toJSONSchema(tablesRecord, { io: 'output' });
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** A record of budget.events around the event's data; docs/log-format.md says which records count. */
const envelope = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: z.string().meta({ description: 'stream@revision', example: '361100/126@17' }),
    type: z.string().meta({ example: 'budget.adjusted.v1' }),
    source: z.string().meta({ description: "urn:budget-ledger: and the ledger's id" }),
    subject: stream.meta({ description: 'The stream, which is also the key' }),
    time: instant,
    datacontenttype: z.literal('application/json'),
    revision,
    prevhash: hex.meta({ description: "Hash of the record before it in its stream, or the stream's first hash" }),
    commandid: z.string(),
    commandhash: hex,
    actor: z.string(),
    correlationid: z.string(),
    data: z.looseObject({}),
  })
  .meta({
    title: 'Event',
    description: 'CloudEvents 1.0, structured mode. Void records look the same: readers must apply the rule',
  });

const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
});
const receipt = z.strictObject({
  commandId: z.string(),
  eventId: z.string(),
  stream,
  revision,
  position: z.string().meta({ description: 'partition:offset', example: '3:41' }),
  hash,
  warnings: z
    .array(z.looseObject({ code: z.string(), message: z.string() }))
    .optional()
    .meta({ description: 'What deserves a second look' }),
});
const result = z
  .strictObject({
    commandId: z
      .string()
      .optional()
      .meta({ description: 'Not there where nobody who is known has signed the message' }),
    sender: z.string().optional().meta({ description: 'Whose key signed the message' }),
    received: z.string().meta({ description: 'partition:offset of the message in budget.commands' }),
    status: z.int().meta({ description: 'As over HTTP', example: 201 }),
    body: z.union([receipt, problem]),
    repeated: z
      .boolean()
      .optional()
      .meta({ description: 'Beside a refusal that was recorded under the same id before' }),
  })
  .meta({ title: 'CommandResult' });

const SIGNED =
  'The value is a compact JWS (RFC 7515) with the command as its payload. The protected header holds alg, typ (budget-command+jws), ' +
  'kid, aud (the id of the ledger), iat and exp. A message that nobody who is known has signed is answered by its place alone';

const rejectedHeaders = z.looseObject({
  'rejected-from': z
    .string()
    .meta({ description: 'topic:partition:offset where the message stood', example: 'budget.commands:3:41' }),
  'rejected-reason': z.string().meta({ description: 'Why it could not be handled' }),
  'rejected-without': z
    .string()
    .optional()
    .meta({ description: 'What was left out of a message that is too large to be set aside whole' }),
});

/** The AsyncAPI 3.0 description of the topics and of the event stream, made from the schemas that the code checks with. */
export function asyncApiDocument(): Json {
  return {
    asyncapi: '3.0.0',
    info: {
      title: '预算账本 Budget ledger',
      version: '1',
      description:
        '部门预算的事件、命令与报表 Events, commands and tables of departmental budgets. `budget` is TOPIC_PREFIX.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: { host: 'localhost:9092', protocol: 'kafka', description: 'KAFKA_BROKERS' },
      http: { host: 'localhost:8080', protocol: 'http', description: 'The query service' },
    },
    channels: channels(),
    operations: operations(),
    components: { messages: messages() },
  };
}

function channels(): Json {
  return {
    events: topic('budget.events', ['event'], 'delete', 'The system of record; keeps everything'),
    commands: topic(
      'budget.commands',
      ['command'],
      'delete',
      'The way in for systems that post through Kafka; thirty days',
    ),
    results: topic('budget.command-results', ['result'], 'delete', 'The answers to budget.commands; thirty days'),
    rejected: topic(
      'budget.commands.rejected',
      ['rejected'],
      'delete',
      'Messages of budget.commands that could not be handled, as they came; a year',
    ),
    tables: topic('budget.tables', ['tables'], 'compact', 'The newest state of each unit-year'),
    access: topic(
      'budget.access',
      ['access'],
      'delete',
      'Who was refused what, and who read much at once; ACCESS_RETENTION_DAYS',
    ),
    subscriptions: {
      address: '/v1/subscriptions',
      servers: [{ $ref: '#/servers/http' }],
      description: 'Server-sent events. The header Last-Event-ID takes the last id that was received',
      messages: references(Object.keys(SUBSCRIPTION_MESSAGES)),
    },
  };
}

function topic(address: string, names: readonly string[], policy: string, description: string): Json {
  const topicConfiguration = { 'cleanup.policy': [policy] };
  return {
    address,
    servers: [{ $ref: '#/servers/kafka' }],
    description,
    messages: references(names),
    bindings: { kafka: { topic: address, topicConfiguration, bindingVersion: '0.5.0' } },
  };
}

function references(names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}

function operations(): Json {
  const operation = (action: 'send' | 'receive', channel: string, summary: string): Json => ({
    action,
    channel: { $ref: `#/channels/${channel}` },
    summary,
  });
  return {
    recordEvent: operation('send', 'events', 'The ledger records what was decided'),
    postCommand: operation(
      'receive',
      'commands',
      'The ledger takes commands; at least once, made exactly once by commandId',
    ),
    answerCommand: operation('send', 'results', 'The ledger answers a command'),
    setMessageAside: operation('send', 'rejected', 'The ledger sets aside what it could not handle, and goes on'),
    publishTables: operation('send', 'tables', 'The projector publishes the newest state of a unit-year'),
    recordAccess: operation(
      'send',
      'access',
      'A service records an attempt that it refused, or a read of much at once',
    ),
    sendChange: operation('send', 'subscriptions', 'The query service sends a state and then each change'),
  };
}

function messages(): Json {
  const key = (schema: z.ZodType): Json => ({ kafka: { key: schemaOf(schema), bindingVersion: '0.5.0' } });
  const subscriptions = Object.entries(SUBSCRIPTION_MESSAGES).map(([name, schema]): [string, Json] => [
    name,
    message(name, schema),
  ]);
  return {
    event: {
      ...message('event', envelope),
      bindings: key(stream),
      payload: { allOf: [schemaOf(envelope), { oneOf: eventSchema.options.map(typeAndData) }] },
    },
    command: {
      ...message('command', commandSchema, 'input'),
      payload: described(commandSchema, 'input'),
      contentType: 'application/jose',
      description: SIGNED,
      bindings: key(stream),
      examples: COMMAND_EXAMPLES.map(({ name, summary, command }) => ({ name, summary, payload: command })),
    },
    result: { ...message('result', result), bindings: key(z.string().meta({ description: 'The command id' })) },
    // Whatever was sent stands there, so nothing can be said of key and value.
    rejected: { name: 'rejected', title: 'RejectedMessage', headers: schemaOf(rejectedHeaders) },
    tables: {
      ...message('tables', tablesRecord),
      bindings: key(z.string().meta({ description: 'division/unit/year', example: '361100/126001/2024' })),
    },
    access: message('access', accessRecord),
    ...Object.fromEntries<Json>(subscriptions),
  };
}

function message(name: string, schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { title, description } = (schema.meta() ?? {}) as { title?: string; description?: string };
  return {
    name,
    title: title ?? name,
    ...(description === undefined ? {} : { summary: description }),
    payload: schemaOf(schema, io),
  };
}

/** What one type of event says, within an envelope that has other fields besides. */
function typeAndData(schema: z.ZodType): Json {
  const { additionalProperties: _, ...rest } = described(schema, 'output');
  return rest;
}

/** Commands and events, with what each of their fields means. */
function described(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = describedSchema(schema, { target: 'draft-7', io });
  return rest;
}

/** AsyncAPI reads JSON Schema of draft 7. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io });
  return rest;
}
