import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { topicsOf } from '#log';
import { createHttpApp, loggerModule, readConfig } from '#platform';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { LedgerModule } from '../../apps/ledger/src/ledger.module';
import { QueryModule } from '../../apps/query/src/query.module';
import openApi from '../../docs/openapi.json';
import { callersWith, tokenOf } from '../support/callers';
import { SAMPLE_PARTS } from '../support/reads';

const ROLES = ['poster', 'approver', 'auditor', 'reader', 'operator', 'steward'] as const;
type Role = (typeof ROLES)[number];

const FIGURES: Role[] = ['poster', 'approver', 'auditor', 'reader'];
const UNITS: Role[] = [...FIGURES, 'steward'];

/** Who may ask for each operation of the documentation; `open` are those that are answered to who does not say who they are. A new one has to say it here. */
const MAY: Record<string, readonly Role[] | 'open' | 'commands'> = {
  getLiveness: 'open',
  getReadiness: 'open',
  getMetrics: 'open',
  getMe: 'open',
  postCommand: 'commands',
  postCommandBatch: 'commands',
  postImport: 'commands',
  listImports: 'commands',
  getImport: 'commands',
  getImportFaults: 'commands',
  getImportTemplate: 'commands',
  postImportConfirmation: 'commands',
  getUnit: UNITS,
  getStream: FIGURES,
  listStreamEvents: ['auditor'],
  listDivisionEvents: ['auditor'],
  listStreamRecords: ['auditor'],
  getStreamEvent: ['auditor'],
  getStreamTimeline: FIGURES,
  listDivisions: FIGURES,
  listDivisionDepartments: FIGURES,
  listDepartmentYearUnits: FIGURES,
  search: UNITS,
  getDepartmentYear: FIGURES,
  getCarryOver: FIGURES,
  listTransits: FIGURES,
  listFreezes: FIGURES,
  subscribe: FIGURES,
  getProjections: ['operator'],
  getOperations: ['operator'],
  listAccess: ['auditor'],
  ...ofPlaces('get', ['Table', 'TableDiff', 'TableCell', 'Comparison', 'Explanation', 'Publication'], FIGURES),
  ...ofPlaces('list', ['Lines', 'Years'], FIGURES),
  ...ofPlaces('list', ['Units'], UNITS),
};

function ofPlaces(verb: string, reads: readonly string[], roles: readonly Role[]): Record<string, readonly Role[]> {
  const places = ['Unit', 'Department', 'Division'];
  return Object.fromEntries(places.flatMap((place) => reads.map((read) => [`${verb}${place}${read}`, roles])));
}

/** What cannot be asked without saying more than an address does. */
const QUERIES: Record<string, string> = {
  '/v1/subscriptions': '?division=361100',
  '/v1/search': '?division=361100&q=a',
};
/** These are about every place, so that whoever may read anywhere is answered. */
const OF_EVERYWHERE = ['listDivisions'];

interface Operation {
  method: 'GET' | 'POST';
  path: string;
  id: string;
}
const OPERATIONS: Operation[] = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, { operationId: string }>).map(([method, { operationId }]) => ({
    method: method.toUpperCase() as Operation['method'],
    path: `${path}${QUERIES[path] ?? ''}`.replace(/\{(\w+)\}/g, (_, name: string) => SAMPLE_PARTS[name] ?? 'x'),
    id: operationId,
  })),
);

let app: NestFastifyApplication;

/** All services put together, and none of what they stand on: who asks is asked before anything else. */
beforeAll(async () => {
  const config = readConfig({
    KAFKA_BROKERS: '127.0.0.1:9',
    DATABASE_URL: 'postgres://127.0.0.1:9/none',
    LOG_LEVEL: 'silent',
    ...callersWith([
      ...ROLES.map((role) => ({ to: { token: role }, role })),
      { to: { token: 'elsewhere' }, role: 'auditor', divisions: ['999999'] },
    ]),
  });

  @Module({ imports: [loggerModule(config), LedgerModule.forRoot(config), QueryModule.forRoot({ config })] })
  class AllHttp {}

  app = await createHttpApp(AllHttp);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

async function ask({ method, path }: Pick<Operation, 'method' | 'path'>, actor?: string) {
  const headers = actor === undefined ? {} : { authorization: `Bearer ${tokenOf(actor)}` };
  const body = method === 'POST' ? { payload: {} } : {};
  const answer = await app.inject({ method, url: path, headers, ...body });
  return { status: answer.statusCode, body: answer.body };
}

test('every operation of the documentation says who may ask for it', () => {
  expect(OPERATIONS.map(({ id }) => id).sort()).toEqual(Object.keys(MAY).sort());
});

describe.each(OPERATIONS)('$id', (operation) => {
  const may = MAY[operation.id] ?? [];

  it('is for nobody who does not say who they are, unless it is open', async () => {
    const { status } = await ask(operation);
    if (may === 'open') expect(status).not.toBe(401);
    else expect(status).toBe(401);
  });

  it('is for those roles alone that may, and for nobody elsewhere', async () => {
    if (typeof may === 'string') return;
    const refused: string[] = [];
    for (const role of ROLES) if ((await ask(operation, role)).status === 403) refused.push(role);
    expect(refused).toEqual(ROLES.filter((role) => !may.includes(role)));
    if (OF_EVERYWHERE.includes(operation.id)) return;
    const { status, body } = await ask(operation, 'elsewhere');
    expect([status, JSON.parse(body)]).toEqual([403, expect.objectContaining({ code: 'forbidden', ask: '预算科' })]);
    expect((await ask({ ...operation, method: 'HEAD' as 'GET' }, 'elsewhere')).status).toBe(403);
  });
});

test('what is no route of the documentation is open where it holds nothing, and unknown to everybody otherwise', async () => {
  for (const path of ['/docs', '/docs-json', '/docs-yaml', '/asyncapi.json']) {
    const { status } = await ask({ method: 'GET', path });
    expect([path, [401, 403, 404].includes(status)]).toEqual([path, false]);
  }
  for (const path of ['/', '/v1', '/v1/units', '/v1/nothing', '/docs-', '/docs/../v1/projections', '/.env']) {
    const { status } = await ask({ method: 'GET', path });
    expect([path, [401, 404].includes(status)]).toEqual([path, true]);
  }
});

/** What is reached by other means than HTTP, and who may. */
describe.each(['security.md', 'security.zh-CN.md'])('docs/%s', (page) => {
  const root = join(__dirname, '..', '..');
  const rows = readFileSync(join(root, 'docs', page), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const said = (name: string): boolean => rows.some((row) => row.split('|')[1]?.includes(name) === true);

  it('says of every topic who may', () => {
    const topics = Object.values(topicsOf('budget')).filter((topic) => typeof topic === 'string');
    expect(topics.length).toBeGreaterThan(5);
    expect(topics.filter((topic) => !said(`\`${topic}\``))).toEqual([]);
  });

  it('says of every verb of the command line who may', () => {
    const sources = ['standalone', 'auditor'].flatMap((app) => {
      const folder = join(root, 'apps', app, 'src');
      return readdirSync(folder).flatMap((name) =>
        /verbs?\.ts$/.test(name) ? readFileSync(join(folder, name), 'utf8') : [],
      );
    });
    const verbs = new Set(
      [...sources.join('\n').matchAll(/npm run (?:--silent )?ledger -- ([a-z][a-z-]*)/g)].map(([, verb]) => verb!),
    );
    expect(verbs.size).toBeGreaterThan(6);
    expect(
      [...verbs].filter(
        (verb) => !rows.some((row) => new RegExp(`ledger -- ${verb}\\b|\`${verb}\``).test(row.split('|')[1] ?? '')),
      ),
    ).toEqual([]);
  });
});
