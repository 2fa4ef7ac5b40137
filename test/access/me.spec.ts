import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { listen } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { meAnswer } from '../../apps/query/src/me/me-answer';
import { until } from '../chaos/wait';
import { callersWith, tokenOf } from '../support/callers';
import { createQueryApp } from '../support/query-app';

const POSTER = {
  role: 'poster',
  divisions: ['361100'],
  departments: ['126'],
  units: ['126001'],
  years: { from: 2024 },
  commands: ['RecordPayment'],
  upToYuan: '1000.00',
};
const READER = { role: 'reader', divisions: ['361100', '361102'] };
const GRANTS = [POSTER, READER].map((grant) => ({ to: { token: '张三' }, ...grant }));
const OTHERS = { to: { token: '李四' }, role: 'auditor' };

let app: NestFastifyApplication;
let url: string;
let rights: string;

/** Nothing is read for it, so that it is answered without a database as well. */
beforeAll(async () => {
  rights = join(tmpdir(), `budget-ledger-me-${process.pid}.json`);
  grant([...GRANTS, OTHERS]);
  const env = { ...callersWith([...GRANTS, OTHERS]), ACCESS_FILE: rights };
  const made = await createQueryApp('postgres://127.0.0.1:9/none', {}, env, false);
  app = made.app;
  url = await listen(app, made.config);
});
afterAll(() => app.close());

function grant(grants: readonly object[]): void {
  writeFileSync(rights, JSON.stringify({ ask: '预算科', grants }));
}

async function me(actor?: string): Promise<unknown> {
  const headers: Record<string, string> = actor === undefined ? {} : { authorization: `Bearer ${tokenOf(actor)}` };
  const answer = await fetch(`${url}/v1/me`, { headers });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  return meAnswer.parse(await answer.json());
}

it('tells a caller who they are, what they are granted and nobody else is, and whom to ask for more', async () => {
  expect(await me('张三')).toEqual({
    signedIn: true,
    actor: '张三',
    identifiedBy: 'token',
    grants: [POSTER, READER],
    publicReading: false,
    ask: '预算科',
  });
  expect(await me('李四')).toMatchObject({ actor: '李四', grants: [{ role: 'auditor' }] });
});

it('tells who does not say who they are just that', async () => {
  expect(await me()).toEqual({ signedIn: false, grants: [], publicReading: false });
});

it('says what is wrong with a token instead of taking its bearer for nobody, and with a query', async () => {
  const wrong = await fetch(`${url}/v1/me`, { headers: { authorization: 'Bearer of-nobody' } });
  expect([wrong.status, await wrong.json()]).toEqual([401, expect.objectContaining({ code: 'unauthorized' })]);
  const asked = await fetch(`${url}/v1/me?actor=x`);
  expect([asked.status, await asked.json()]).toEqual([400, expect.objectContaining({ code: 'invalid-request' })]);
});

it('goes by the file as it stands', async () => {
  grant([OTHERS]);
  await until('the file of rights is read again', async () => {
    const { grants } = (await me('张三')) as { grants: object[] };
    return grants.length === 0;
  });
  expect(await me('张三')).toMatchObject({ signedIn: true, actor: '张三', grants: [], ask: '预算科' });
});

it('says where everybody may read what is published', async () => {
  const env = { ...callersWith([OTHERS]), PUBLIC_READING: 'published' };
  const open = await createQueryApp('postgres://127.0.0.1:9/none', {}, env, false);
  const answer = await fetch(`${await listen(open.app, open.config)}/v1/me`);
  expect(await answer.json()).toEqual({ signedIn: false, grants: [], publicReading: true });
  await open.app.close();
});
