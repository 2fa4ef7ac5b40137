// The log of a national budget, written without a ledger: every command is decided, and what it decides is chained and appended.
import { nationCommands } from '../nation/nation.mjs';
import * as shapes from '../nation/shape.mjs';
import { serve } from '../support/child.mjs';
import { BatchAppender, deciderWith, newStream, openLog, recordOf } from '../support/records.mjs';
import { compiled } from '../support/servers.mjs';

const { loadChart } = compiled('libs/wire/src/index.js');
const { endOf, receiveOf, transitPlace } = compiled('apps/ledger/src/transit-commands.js');

async function write({ shape, times, chartFile, ...place }) {
  const log = await openLog(place);
  const appender = new BatchAppender(log);
  const decider = deciderWith(loadChart([chartFile]));
  const streams = new Map();
  let newest = 0;
  const record = async (command) => {
    const key = `${command.division}/${command.department}`;
    const stream = streams.get(key) ?? newStream(key, log.partitions);
    streams.set(key, stream);
    // Recorded on its day, one after the other.
    newest = Math.max(newest + 1, Date.parse(`${command.effectiveDate}T01:00:00Z`));
    await appender.add(stream, recordOf(stream, command, new Date(newest), decider));
    const { event, revision } = stream;
    if (event.type === 'command.refused.v1')
      throw new Error(`${command.commandId}: ${JSON.stringify(event.data.refusal)}`);
    return { event, stream: key, eventId: `${key}@${revision}` };
  };
  for (const command of nationCommands(shapes[shape], times)) {
    const { event, stream } = await record(command);
    if (command.type !== 'TransferToDepartment') continue;
    const from = transitPlace(stream, event.data);
    const received = await record(receiveOf(event.data, from));
    await record(endOf(event.data, from, { eventId: received.eventId }));
  }
  await appender.finish();
  const ends = await log.endOffsets();
  await log.close();
  return { ends, records: appender.records };
}

serve({ write });
