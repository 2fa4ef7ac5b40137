import { type Command, emptyState, streamOf } from '#domain';
import { KafkaLog, LedgerWriter } from '#log';
import { loadChart } from '#wire';

import { type AnyCommand, budgetDecider, submissionOf } from '../../apps/ledger/src/submission';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';

const prefix = newPrefix();
const place = { brokers: testBrokers(), prefix, ledgerId: 'budget-ledger' };
const basis = {
  division: '361100',
  department: '126',
  documentNumber: '样例〔2024〕1号',
  effectiveDate: '2024-01-01',
};
const INVISIBLE = '信息\u200b化';
const DECOMPOSED = 'cafe\u0301';
const BRACKETS = ['改造（一期）', '改造(一期)'];
const lineOf = (project: string, amountYuan: string) => ({
  unit: '126001',
  source: 'general-public-budget' as const,
  function: '2012902',
  economic: '30201',
  category: 'project' as const,
  project,
  amountYuan,
});
const posting = (type: string, project: string, amountYuan: string) =>
  ({
    ...basis,
    type,
    commandId: `${type}-${project.length}`,
    fiscalYear: 2024,
    lines: [lineOf(project, amountYuan)],
  }) as Command;
/** What an earlier version of the program recorded. */
const OLD: Command[] = [
  { ...basis, type: 'RegisterUnit', unit: '126001', name: '信息中心\u3000', departmentName: ' 妇联' },
  ...[INVISIBLE, DECOMPOSED, ...BRACKETS].map((project) => posting('AllocateBudget', project, '100.00')),
  { ...posting('AllocateBudget', '宣传', '1.00'), documentNumber: '样例  [2024]1号' },
].map((command, index) => ({ ...command, commandId: `old-${index}` }) as Command);

let database: TestDatabase;
let service: Service;
let client: LedgerClient;

beforeAll(async () => {
  database = await createTestDatabase();
  await writeAsBefore();
  service = await startService({ prefix, databaseUrl: database.url });
  client = new LedgerClient(service.url, TOKEN);
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** A ledger that knows no rule for names and takes texts as they are. */
async function writeAsBefore(): Promise<void> {
  const log = await KafkaLog.open({ ...place, clientId: 'spec', create: true });
  const decider = budgetDecider({ chart: loadChart([]) });
  const { spellings } = emptyState;
  const writer = await LedgerWriter.start(
    log,
    { ...decider, decide: (state, command: AnyCommand) => decider.decide({ ...state, spellings }, command) },
    { alarm: () => undefined },
  );
  for (const command of OLD) {
    const caller = { actor: '上饶市财政局', correlationId: 'spec' };
    const outcome = await writer.submit(streamOf(command), submissionOf(command, caller));
    if (outcome.kind !== 'recorded' || outcome.receipt.refusal !== undefined) throw new Error(JSON.stringify(outcome));
  }
  await writer.stop();
  await log.close();
}

async function post(...commands: object[]) {
  return client.post(commands);
}
let next = 0;
const fresh = (command: object) => ({ ...command, commandId: `new-${(next += 1)}` });
const freeze = (project: string, amountYuan = '1.00') => fresh(posting('FreezeFunds', project, amountYuan));

test('what was recorded before is answered as it was then, whatever its texts are', async () => {
  const answers = await post(...OLD);
  expect(answers.map(({ status, body }) => [status, body['revision']])).toEqual(
    OLD.map((_, index) => [200, index + 1]),
  );
  const trials = await post(...OLD.map((command) => ({ ...command, dryRun: true })));
  expect(trials).toEqual(answers);
  const [other] = await post({ ...OLD[1], documentNumber: '样例〔2024〕2号' });
  expect(other).toMatchObject({ status: 409, body: { code: 'command-id-reused', firstUse: { revision: 2 } } });
});

test('a line keeps the name under which it was made, and the name that looks like it opens no second one', async () => {
  for (const name of [INVISIBLE, DECOMPOSED, ...BRACKETS]) {
    const [answer] = await post(freeze(name));
    expect(answer).toMatchObject({ status: 201 });
  }
  for (const [asked, known] of [
    ['信息化', INVISIBLE],
    ['caf\u00e9', DECOMPOSED],
    ['改造【一期】', BRACKETS.join(' / ')],
  ]) {
    const [answer] = await post(freeze(asked ?? ''));
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'name-spelled-otherwise', figures: [{ field: 'lines[0].project', value: asked, expected: known }] },
    });
  }
});

test('the number of a document keeps its spelling too, also where it could not be given any more', async () => {
  const command = { ...posting('FreezeFunds', BRACKETS[0] ?? '', '1.00'), documentNumber: '样例  [2024]1号' };
  const [answer, other] = await post(fresh(command), fresh({ ...command, documentNumber: '样例【2024】1号' }));
  expect(answer).toMatchObject({ status: 201 });
  expect(other).toMatchObject({
    status: 422,
    body: {
      figures: [{ field: 'documentNumber', expected: expect.stringMatching(/样例〔2024〕1号.+\[2024\]/) as string }],
    },
  });
});

test('a text that nobody knew is not taken for old: 400 with the character, and nothing is recorded', async () => {
  const [answer, trial] = await post(freeze('新\u200b的'), { ...freeze('新\u200b的'), dryRun: true });
  for (const each of [answer, trial]) {
    expect(each).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field: 'lines[0].project' }] },
    });
    expect(JSON.stringify(each)).toContain('U+200B');
  }
});

test('a ceiling counts the two spellings together', async () => {
  const ceiling = { ...basis, type: 'SetCeiling', fiscalYear: 2024, limitYuan: '250.00' };
  const scope = { kind: 'project', project: BRACKETS[0] };
  const more = (amountYuan: string) => fresh(posting('AllocateBudget', BRACKETS[1] ?? '', amountYuan));
  const [set, above, within] = await post(fresh({ ...ceiling, scope }), more('50.01'), more('50.00'));
  expect([set?.status, within?.status]).toEqual([201, 201]);
  expect(above).toMatchObject({
    status: 422,
    body: { code: 'ceiling-exceeded', figures: [{ availableYuan: '50.00' }] },
  });
});
