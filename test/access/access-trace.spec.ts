import { ConfigResourceTypes, Kafka } from 'kafkajs';

import { until } from '../chaos/wait';
import { callersWith, knownCallers, tokenOf } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { registrationOf } from '../support/sample';
import { type Service, startService, TOKEN } from '../support/service';
import { TopicWatch } from '../support/topic-watch';

/** What was refused is told to auditors, with why and from where; what was sent stands in no byte of it. */
const prefix = newPrefix();
const STOLEN = 'a-secret-that-nobody-knows';
const LIMITED = tokenOf('路人');
let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  const callers = knownCallers({ 上饶市财政局: TOKEN });
  const strangers = callersWith([{ to: { token: '路人' }, role: 'reader' }]);
  const files = `${callers['LEDGER_TOKENS_FILE']},${strangers['LEDGER_TOKENS_FILE']}`;
  const env = { ...callers, LEDGER_TOKENS_FILE: files, ACCESS_RETENTION_DAYS: '30' };
  service = await startService({ prefix, databaseUrl: database.url, env });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

async function post(token: string | undefined): Promise<number> {
  const { status } = await fetch(`${service.url}/v1/commands`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ ...registrationOf('126'), commandId: `trace-${Math.random()}` }),
  });
  return status;
}

/** Reads of tests are made by an auditor. */
const asAuditor = (query: string): Promise<Response> => fetch(`${service.url}/v1/access${query}`);

interface Listed {
  records: { code?: string; actor?: string; action: string; resource?: string }[];
  next?: string;
}
async function listed(query: string): Promise<Listed> {
  const response = await asAuditor(query);
  expect(response.status).toBe(200);
  return (await response.json()) as Listed;
}
const codesOf = ({ records }: Listed): (string | undefined)[] => records.map(({ code }) => code).sort();

test('who is refused is found by an auditor, by day, actor and outcome, page by page, in each form', async () => {
  const sent = [undefined, STOLEN, 'not.a.token', LIMITED];
  expect(await Promise.all(sent.map(post))).toEqual([401, 401, 401, 403]);
  const codes = ['forbidden', 'token-malformed', 'unauthorized'];
  await until('the attempts are kept', async () => codesOf(await listed('?outcome=refused')).length >= 3);
  expect(codesOf(await listed('?outcome=refused'))).toEqual(codes);
  expect((await listed(`?actor=${encodeURIComponent('路人')}`)).records).toEqual([
    expect.objectContaining({
      outcome: 'refused',
      way: 'http',
      actor: '路人',
      how: 'token',
      address: '127.0.0.1',
      action: 'post',
      resource: '361100/126/126001',
      code: 'forbidden',
      times: 1,
    }),
  ]);
  expect((await listed('?from=2020-01-01&to=2020-01-31')).records).toEqual([]);

  const paged: (string | undefined)[] = [];
  let page = await listed('?outcome=refused&limit=1');
  for (; page.next !== undefined; page = await listed(`?outcome=refused&limit=1&cursor=${page.next}`)) {
    expect(page.records.length).toBeLessThanOrEqual(1);
    paged.push(...codesOf(page));
  }
  expect([...paged, ...codesOf(page)].sort()).toEqual(codes);

  const csv = await asAuditor('?format=csv&outcome=refused');
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(4);
  const html = await (await asAuditor('?format=html&outcome=refused')).text();
  expect(html).toContain('<bdi>路人</bdi>');
  for (const wrong of ['?from=2026-02-30', '?from=2026-03-02&to=2026-03-01', '?limit=0', '?outcome=all', '?cursor=x'])
    expect([wrong, (await asAuditor(wrong)).status]).toEqual([wrong, 400]);
});

test('reads of whole divisions, files and audits are recorded, once a minute for each; reads of a unit are not', async () => {
  expect(await post(TOKEN)).toBe(201);
  const units = '/v1/divisions/361100/units';
  await until('it can be read', async () => (await fetch(service.url + units)).status === 200);
  const ofUnit = ['/v1/units/361100/126001', '/v1/streams/361100/126'];
  for (const path of [units, ...ofUnit, `${ofUnit[1]}/events`, '/v1/departments/361100/126/units?format=csv'])
    expect([path, (await fetch(service.url + path)).status]).toEqual([path, 200]);
  const actions = async (): Promise<string[]> =>
    (await listed('?outcome=granted')).records.map(({ action, resource }) => `${action} ${resource ?? ''}`).sort();
  await until('the reads are kept', async () => (await actions()).length >= 4);
  expect(await actions()).toEqual([
    'GET /v1/access ',
    'GET /v1/departments/:division/:department/units 361100/126',
    'GET /v1/divisions/:division/units 361100',
    'GET /v1/streams/:division/:department/events 361100/126',
  ]);
});

test('who is no auditor of everything does not see it, and that is recorded too', async () => {
  for (const token of [TOKEN, LIMITED]) {
    const refused = await fetch(`${service.url}/v1/access`, { headers: { authorization: `Bearer ${token}` } });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, 'forbidden']);
  }
  await until('it is recorded', async () =>
    (await listed('?outcome=refused')).records.some(({ action }) => action === 'GET /v1/access'),
  );
});

test('it is counted by code and way, and no secret stands in the topic', async () => {
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  expect(metrics).toContain('access_refused_total{code="unauthorized",way="http"} 2');
  expect(metrics).toContain('access_refused_total{code="forbidden",way="http"} 3');
  const watch = await TopicWatch.start(testBrokers(), `${prefix}.access`);
  await until('the topic is read', () => watch.records.length >= 3);
  const stored = watch.records.map(({ value }) => String(value)).join('\n');
  await watch.stop();
  for (const secret of [STOLEN, LIMITED, TOKEN]) expect(stored).not.toContain(secret);
});

test('it is kept for as long as is configured, and refuses to be a topic that forgets otherwise', async () => {
  const admin = new Kafka({ brokers: testBrokers() }).admin();
  await admin.connect();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: `${prefix}.access` }],
  });
  await admin.disconnect();
  const settings = new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
  expect(settings.get('retention.ms')).toBe(String(30 * 24 * 60 * 60 * 1_000));
  expect(settings.get('cleanup.policy')).toBe('delete');
});
