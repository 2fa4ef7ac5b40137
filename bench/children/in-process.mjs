// The ledger without HTTP: its module as the service runs it, and commands given to the handler that HTTP and Kafka share.
import { setTimeout as delay } from 'node:timers/promises';

import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';

import { serve } from '../support/child.mjs';
import { departmentOf, registration, supplements } from '../support/commands.mjs';
import { callers, measure } from '../support/load.mjs';
import { compiled } from '../support/servers.mjs';

let commands;
let SubmitCommand;
let caller;

async function submit(input, expected = 201) {
  const { status, body } = await commands.execute(new SubmitCommand(input, caller));
  if (status !== expected) throw new Error(`${status}: ${JSON.stringify(body)}`);
}

async function open({ brokers, topicPrefix, departments }) {
  const { LedgerModule } = compiled('apps/ledger/src/ledger.module.js');
  const { readConfig, Startup } = compiled('libs/platform/src/index.js');
  ({ SubmitCommand } = compiled('apps/ledger/src/submit-command.js'));
  const config = readConfig({ KAFKA_BROKERS: brokers.join(','), TOPIC_PREFIX: topicPrefix, ...callers() });
  const context = await NestFactory.createApplicationContext(LedgerModule.forRoot(config), {
    logger: ['error', 'warn'],
  });
  // A service listens while it starts, and so it answers before it takes commands.
  await context.get(Startup, { strict: false }).done();
  commands = context.get(CommandBus);
  const { Rights } = compiled('libs/access/src/index.js');
  const { callerFrom } = compiled('apps/ledger/src/caller.js');
  const bench = { actor: 'bench', identified: { by: 'token' }, groups: [], claims: {} };
  caller = callerFrom(bench, context.get(Rights, { strict: false }), 'bench');
  await Promise.all(Array.from({ length: departments }, (_, n) => submit(registration(departmentOf(n)))));
  await delay(200);
}

const run = ({ prefix, departments, ...load }) => {
  const command = supplements(prefix, departments);
  return measure({ ...load, send: () => submit(command()) });
};

serve({ open, run });
