import type { Command } from '#domain';
import type { Outcome, Receipt, Submission } from '#log';
import { Admission, Identity, Rights, rightsIn, tokenLine, tokensIn } from '#access';
import { createHttpApp, Doorkeeper, HealthModule, loggerModule, MetricsModule } from '#platform';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { CommandsController } from '../src/commands.controller';
import { Ledger } from '../src/ledger';
import type { Sender } from '../src/submission';
import { SubmitCommandHandler } from '../src/submit-command';

export const TOKEN = '0123456789abcdef';

/** In place of the log: it remembers what was asked and answers what the case wants. */
class FakeLedger {
  submitted: { command: Command; caller: Sender }[] = [];
  outcome: (command: Command) => Promise<Outcome | undefined> = recordedOnce();

  submit({ command, actor, correlationId }: Submission<Command>): Promise<Outcome | undefined> {
    this.submitted.push({ command, caller: { actor, correlationId } });
    return this.outcome(command);
  }
}

/** Records each id once, and repeats its receipt. */
export function recordedOnce() {
  const receipts = new Map<string, Receipt>();
  return ({ commandId, division, department }: Command): Promise<Outcome> => {
    const known = receipts.get(commandId);
    if (known !== undefined) return Promise.resolve({ kind: 'recorded', first: false, receipt: known });
    const revision = receipts.size + 1;
    const stream = `${division}/${department}`;
    const receipt = {
      commandId,
      eventId: `${stream}@${revision}`,
      stream,
      revision,
      partition: 2,
      offset: revision,
      hash: 'a'.repeat(64),
    };
    receipts.set(commandId, receipt);
    return Promise.resolve({ kind: 'recorded', first: true, receipt });
  };
}

export const LIMITED_TOKEN = 'a-token-with-limits';
const tokens = tokensIn(`${tokenLine(TOKEN, '财政局 张三')}\n${tokenLine(LIMITED_TOKEN, '李四')}`);
const identity = new Identity({ tokens: () => [tokens], keys: () => undefined, issuer: undefined, ledgerId: 'spec' });

const rights = rightsIn(
  JSON.stringify({
    ask: '预算科',
    grants: [
      { to: { token: '财政局 张三' }, role: 'poster' },
      { to: { token: '李四' }, role: 'poster', units: ['126001'], upToYuan: '100.00' },
    ],
  }),
);

/** What events say of the caller without limits. */
export const RIGHTS = { by: 'token', rightsSha256: rights.sha256 };

export const ledger = new FakeLedger();

@Module({
  imports: [CqrsModule, HealthModule, MetricsModule, loggerModule({ logLevel: 'silent' })],
  controllers: [CommandsController],
  providers: [
    { provide: Identity, useFactory: () => identity },
    { provide: Rights, useFactory: () => new Rights(() => rights) },
    {
      provide: Doorkeeper,
      inject: [Identity, Rights],
      useFactory: (identity: Identity, rights: Rights) => new Admission(identity, rights),
    },
    { provide: Ledger, useValue: ledger },
    SubmitCommandHandler,
  ],
})
class LedgerWithoutLog {}

let app: NestFastifyApplication;

/** For a file of tests: the ledger's HTTP interface, started before them and closed behind them. */
export function useCommandsApp(): () => NestFastifyApplication {
  beforeAll(async () => {
    app = await createHttpApp(LedgerWithoutLog);
    await app.init();
  });
  beforeEach(() => {
    ledger.submitted = [];
    ledger.outcome = recordedOnce();
  });
  afterAll(() => app.close());
  return () => app;
}

export const command = {
  type: 'AllocateBudget',
  commandId: 'c-1',
  division: '361100',
  department: '126',
  documentNumber: '饶财预〔2024〕1号',
  effectiveDate: '2024-01-01',
  fiscalYear: 2024,
  lines: [
    {
      unit: '126001',
      source: 'general-public-budget',
      function: '2012901',
      economic: '302',
      category: 'operating',
      amountYuan: '100',
    },
  ],
};
const { commandId: _id, ...rest } = command;
export const withoutId = rest;

export const authorized = { authorization: `Bearer ${TOKEN}` };

export async function post(payload: unknown, headers: Record<string, string> = {}, url = '/v1/commands') {
  return app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
}
export function codeOf(answer: { json: () => unknown }): unknown {
  return (answer.json() as { code?: unknown }).code;
}
