import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { topicsOf } from '#log';
import { asyncApiDocument, tablesJsonSchema } from '#wire';
import { z } from 'zod';

import { httpDescription } from '../../apps/standalone/src/describe-http';
import { shangraoCommands } from '../support/shangrao';
import { TestLog } from '../support/test-log';

const DOCS = join(__dirname, '..', '..', 'docs');

function inFile(name: string): unknown {
  return JSON.parse(readFileSync(join(DOCS, name), 'utf8')) as unknown;
}

/** What JSON keeps of a value. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** Follows a reference from the root of a document. */
function targetOf(document: unknown, reference: string): unknown {
  const steps = reference.slice(2).split('/');
  return steps.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], document);
}

function referencesIn(document: unknown): string[] {
  return [...JSON.stringify(document).matchAll(/"\$ref":"(#\/[^"]+)"/g)].map(([, path]) => path!);
}

interface Described {
  channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
  operations: Record<string, { channel: { $ref: string } }>;
  components: { messages: Record<string, { payload: Parameters<typeof z.fromJSONSchema>[0] }> };
}

describe('the descriptions in docs/ are those of the schemas (npm run describe makes them anew)', () => {
  it('asyncapi.json', () => {
    expect(inFile('asyncapi.json')).toEqual(asJson(asyncApiDocument()));
  });

  it('openapi.json', async () => {
    expect(inFile('openapi.json')).toEqual(asJson(await httpDescription()));
  });

  it('budget-tables.schema.json', () => {
    expect(inFile('budget-tables.schema.json')).toEqual(asJson(tablesJsonSchema()));
  });
});

describe.each(['subscriptions.md', 'subscriptions.zh-CN.md'])('docs/%s', (page) => {
  it.each(['sse-reader.mjs', 'tables-reader.mjs'])('shows %s as it stands in its file', (name) => {
    const reader = readFileSync(join(__dirname, '..', 'readers', name), 'utf8');
    expect(readFileSync(join(DOCS, page), 'utf8')).toContain(`\`\`\`js\n${reader}\`\`\``);
  });
});

describe('the AsyncAPI document', () => {
  const document = asJson(asyncApiDocument()) as Described;

  it('describes every topic and the event stream, and every reference leads somewhere', () => {
    const addresses = Object.values(document.channels).map(({ address }) => address);
    // The topic of the clock holds nothing but the times at which ledgers asked, and is for nobody else.
    const { clock: _, ...open } = topicsOf();
    expect(addresses).toEqual(expect.arrayContaining([...Object.values(open), '/v1/subscriptions']));
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(targetOf(document, reference)).toBeInstanceOf(Object);
  });

  it('takes every record that the ledger writes, and no other', () => {
    const log = new TestLog();
    for (const command of shangraoCommands()) log.post(command);
    const schema = z.fromJSONSchema(document.components.messages['event']!.payload);
    const records = log.records.flat().map(({ value }) => JSON.parse(value!.toString()) as object);
    expect(records.length).toBeGreaterThan(3);
    for (const record of records) expect(schema.safeParse(record)).toMatchObject({ success: true });
    expect(schema.safeParse({ ...records[0], type: 'budget.unknown.v1' })).toMatchObject({ success: false });
    expect(schema.safeParse({ ...records[0], prevhash: undefined })).toMatchObject({ success: false });
  });
});

interface Response {
  headers?: object;
  content?: Record<string, { schema: object; example?: unknown; examples?: object }>;
}
interface Operation {
  operationId: string;
  security: object[];
  responses: Record<string, Response>;
}

describe('the OpenAPI document', () => {
  const document = inFile('openapi.json') as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object> };
  };
  const operations = Object.values(document.paths).flatMap((path) => Object.entries(path));

  it('names each schema once, and every reference leads to one', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(100);
    for (const reference of references) expect(targetOf(document, reference)).toBeInstanceOf(Object);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        'Command',
        'AllocateBudget',
        'Receipt',
        'Trial',
        'Problem',
        'Table',
        'Lines',
        'AuditTrail',
      ]),
    );
  });

  it('names each operation once, by what it does', () => {
    const names = operations.map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['postCommand', 'listUnitLines', 'getDivisionTable', 'subscribe']));
    for (const name of names) expect(name).toMatch(/^(get|list|post|subscribe|search)([A-Z][a-zA-Z]+)?$/);
  });

  it('asks for a token of everybody, but of who watches processes', () => {
    const open = ['getLiveness', 'getReadiness', 'getMetrics'];
    for (const [, { operationId, security }] of operations)
      expect([operationId, security]).toEqual([operationId, open.includes(operationId) ? [] : [{ bearer: [] }]]);
  });

  it('shows an example of every answer but of other forms of the same, and of every problem', () => {
    for (const [, { operationId, responses }] of operations) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        const [first] = Object.values(content);
        const shown = [first?.example, ...Object.values(first?.examples ?? {})].filter((one) => one !== undefined);
        expect([operationId, status, shown.length > 0]).toEqual([operationId, status, status !== '304']);
      }
    }
  });

  it('says when to try again wherever a problem passes by itself', () => {
    for (const [, { responses }] of operations) {
      const { content, headers } = responses['503'] ?? {};
      if (content?.['application/problem+json'] === undefined) continue;
      expect(headers).toHaveProperty('Retry-After');
    }
  });

  it('tells of every problem in one form', () => {
    for (const [, { responses }] of operations) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) < 400 || content?.['application/problem+json'] === undefined) continue;
        expect(content['application/problem+json'].schema).toEqual({ $ref: '#/components/schemas/Problem' });
      }
    }
  });
});
