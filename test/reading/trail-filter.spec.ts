import type { Command } from '#domain';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { callersWith, tokenOf } from '../support/callers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAll } from '../support/projected';
import { createQueryApp } from '../support/query-app';
import { adjustment } from '../support/sample';
import { shangraoCommands } from '../support/shangrao';
import { TestLog } from '../support/test-log';

const STREAM = '/v1/streams/361100/126/events';
const DIVISION = '/v1/divisions/361100/events';

let test: TestDatabase;
let app: NestFastifyApplication;

/** Two departments with one document, of which auditors of one may find nothing of the other's. */
beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  const log = new TestLog();
  for (const command of shangraoCommands()) log.post(command);
  const register: Command = {
    type: 'RegisterUnit',
    commandId: 'other',
    division: '361100',
    department: '127',
    documentNumber: '饶财预〔2024〕99号',
    effectiveDate: '2024-01-01',
    unit: '127001',
    name: '秘密单位',
    departmentName: '另一部门',
  };
  log.post(register, '王五');
  const cut = { kind: 'cut', documentNumber: '饶财预〔2024〕99号', effectiveDate: '2024-05-01' } as const;
  log.post({ ...adjustment('too-much', '99999999.00', cut), reason: '压减“三公”经费 （第二批）' }, '李四');
  log.post(
    { ...adjustment('some', '1234.56', { ...cut, effectiveDate: '2024-06-01' }), reason: '压减一般性支出' },
    '李四',
  );
  await projectAll(log, test.database);
  const auditors = [
    { to: { token: 'all' }, role: 'auditor' },
    { to: { token: 'of-126' }, role: 'auditor', departments: ['126'] },
    { to: { token: 'of-a-year' }, role: 'auditor', years: { from: 2024, to: 2024 } },
    { to: { token: 'of-a-unit' }, role: 'auditor', units: ['126001'] },
  ];
  ({ app } = await createQueryApp(test.url, {}, callersWith(auditors), false));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

interface Trail {
  events: {
    eventId: string;
    type: string;
    actor: string;
    refused: boolean;
    recordedAt: string;
    effectiveDate?: string;
  }[];
  next?: string | number;
  limitedTo?: string;
}

async function ask(address: string, query: Record<string, string> = {}, actor = 'all') {
  const url = `${address}?${new URLSearchParams(query).toString()}`;
  const answer = await app.inject({ url, headers: { authorization: `Bearer ${tokenOf(actor)}` } });
  return { status: answer.statusCode, body: answer.body, trail: (): Trail => answer.json() };
}

async function found(address: string, query: Record<string, string>, actor?: string): Promise<string[]> {
  const { status, trail } = await ask(address, query, actor);
  expect([query, status]).toEqual([query, 200]);
  return trail().events.map(({ actor: by, type }) => `${by} ${type}`);
}

describe.each([STREAM, DIVISION])('%s', (address) => {
  it.each([
    ['a reason', '三公'],
    ['a reason across wide and narrow forms', '经费(第二批)'],
    ['the middle of a document number, with the brackets of a keyboard', '[2024]99号'],
    ['a command', '99999999.00'],
  ])('finds what was refused by %s', async (_, q) => {
    const events = await found(address, { q, outcome: 'refused' });
    expect(events).toEqual(['李四 command.refused.v1']);
  });

  it('finds by a part of a project, a code and who posted it', async () => {
    const { events } = (await ask(address, { limit: '500' })).trail();
    for (const q of ['李四', '2012901', '妇女']) {
      const some = await found(address, { q });
      expect([q, some.length > 0 && some.length < events.length]).toEqual([q, true]);
    }
  });

  it('is cut by type, document, person, days of either clock and amounts, all at once', async () => {
    expect(await found(address, { type: 'budget.adjusted', actor: '李', document: '饶财预[2024]99' })).toEqual([
      '李四 budget.adjusted.v1',
    ]);
    expect(await found(address, { amountFrom: '1234.56', amountTo: '1234.56' })).toEqual(['李四 budget.adjusted.v1']);
    expect(
      await found(address, { actor: '李四', effectiveFrom: '2024-05-02', effectiveTo: '2024-06-01' }),
    ).toHaveLength(1);
    const { events } = (await ask(address, { actor: '李四' })).trail();
    const day = new Date(Date.parse(events[0]!.recordedAt) + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await found(address, { actor: '李四', recordedFrom: day, recordedTo: day })).toHaveLength(2);
    expect(await found(address, { actor: '李四', recordedTo: '2000-01-01' })).toEqual([]);
  });

  it('answers pages of what fits, of which the last one has no next', async () => {
    const query = { q: '2024' };
    const all = (await ask(address, { ...query, limit: '500' })).trail();
    expect(all.next).toBeUndefined();
    expect(all.events.length).toBeGreaterThan(2);
    const paged: string[] = [];
    for (let next: Record<string, string> = {}; ;) {
      const page = (await ask(address, { ...query, ...next, limit: '2' })).trail();
      paged.push(...page.events.map(({ eventId }) => eventId));
      if (page.next === undefined) break;
      expect(page.events).toHaveLength(2);
      next = { [address === STREAM ? 'after' : 'cursor']: String(page.next) };
    }
    expect(paged).toEqual(all.events.map(({ eventId }) => eventId));
  });

  it.each<Record<string, string>>([
    { q: '一' },
    { q: ' ' },
    { amountFrom: '1e3' },
    { recordedFrom: '2024-02-30' },
    { type: "'" },
  ])('says what does not fit in %j', async (query) => {
    expect((await ask(address, query)).status).toBe(400);
  });
});

it('a division has the events of all departments, the newest first', async () => {
  const { events } = (await ask(DIVISION, { limit: '500' })).trail();
  const times = events.map(({ recordedAt }) => recordedAt);
  expect(times).toEqual([...times].sort().reverse());
  expect(new Set(events.map(({ eventId }) => eventId.split('@')[0]))).toEqual(new Set(['361100/126', '361100/127']));
});

it('an auditor of one department finds nothing of another, and whoever sees parts of a stream alone sees none', async () => {
  expect(await found(DIVISION, { q: '秘密单位' })).toHaveLength(1);
  const own = await ask(DIVISION, { q: '99号' }, 'of-126');
  expect(own.trail()).toMatchObject({ limitedTo: 'rights' });
  expect(own.trail().events.map(({ eventId }) => eventId.split('@')[0])).toEqual(['361100/126', '361100/126']);
  const nothing = await ask(DIVISION, { q: '秘密单位' }, 'of-126');
  expect(nothing.trail().events).toEqual([]);
  expect(nothing.body).not.toContain('127');
  for (const actor of ['of-a-year', 'of-a-unit']) expect((await ask(DIVISION, {}, actor)).status).toBe(403);
  expect((await ask('/v1/streams/361100/127/events', { q: '秘密' }, 'of-126')).status).toBe(403);
});
