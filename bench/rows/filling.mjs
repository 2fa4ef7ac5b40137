// How a new version of the tables is filled: in bulk beside COPY of the same rows, event by event beside that, and with ten times the history.
import { row } from '../support/table.mjs';
import { writeHistory } from './history.mjs';

const COPY_BATCH = 5_000;
const TEN_TIMES = 10;

const phases = ({ openMs, copyMs, indexMs, residentMiB, spills }) =>
  `${Math.round(openMs)} ms to the first record, ${Math.round(copyMs)} ms to copy, ${Math.round(indexMs)} ms for keys and indexes, ` +
  `${Math.round(residentMiB)} MiB resident at most, ${spills} spills`;

/** One filling in a process of its own, so that what is resident is its own. */
async function fillOnce(bench, kind, history, name) {
  const url = await bench.servers.database(name);
  const child = bench.child('filling.mjs');
  const { topicPrefix, records } = history;
  const result = await child.call(kind, { brokers: bench.servers.brokers, topicPrefix, url, records });
  await child.stop();
  return { url, result };
}

/** What it takes from the first record to the last index. */
const milliseconds = ({ copyMs, indexMs }) => copyMs + indexMs;

export async function measureFilling(bench) {
  const { departments, fillingEach, heavyRounds } = bench.settings;
  const usual = await writeHistory(bench, 'filling', { departments, each: fillingEach });
  const long = await writeHistory(bench, 'filling-long', { departments, each: fillingEach * TEN_TIMES });
  const copy = bench.child('copy-rows.mjs');
  const rates = { bulk: [], live: [], text: [], bare: [] };
  const note = (name, ms) => rates[name].push((usual.records * 1_000) / ms);
  let last;
  for (let round = 0; round < heavyRounds; round += 1) {
    const filled = await fillOnce(bench, 'bulk', usual, 'bulk');
    last = filled.result;
    note('bulk', milliseconds(last));
    bench.say(`bulk: ${phases(last)}`);
    if (round === 0) bench.say(`rows to copy: ${await copy.call('read', { url: filled.url })}`);
    note('text', await copy.call('write', { url: await bench.servers.database('copied'), batch: COPY_BATCH }));
    note('bare', await copy.call('writeBare', { url: await bench.servers.database('bare') }));
    note('live', (await fillOnce(bench, 'live', usual, 'live')).result);
  }
  await copy.stop();
  const tall = (await fillOnce(bench, 'bulk', long, 'bulk-long')).result;
  bench.say(`bulk, ten times: ${phases(tall)}`);
  return fillingRows({ usual, long, rates, last, tall });
}

function fillingRows({ usual, long, rates, last, tall }) {
  const many = (history) => history.records.toLocaleString('en');
  const unit = 'events/s';
  const bulk = { work: `tables filled in bulk from ${many(usual)} records`, unit, ours: rates.bulk };
  const each = (history, result) => (milliseconds(result) * 1_000) / history.records;
  return [
    row({
      ...bulk,
      detail: phases(last),
      beside: `raw COPY of the same rows in batches of ${COPY_BATCH.toLocaleString('en')} into tables with the same keys`,
      peer: rates.text,
      reach: { least: 0.8 },
    }),
    row({ ...bulk, beside: 'raw binary COPY of the same rows into bare tables, then their indexes', peer: rates.bare }),
    row({
      work: 'tables filled by following the log',
      unit,
      ours: rates.live,
      beside: 'in bulk',
      peer: rates.bulk,
      reach: { least: 0.7 },
    }),
    row({
      work: `tables filled in bulk from ${many(long)} records`,
      unit: 'µs an event',
      detail: phases(tall),
      ours: [each(long, tall)],
      beside: `from ${many(usual)}`,
      peer: [each(usual, last)],
      reach: { most: 1.15 },
    }),
    row({
      work: `tables filled in bulk from ${many(long)} records, resident at most`,
      unit: 'MiB',
      ours: [tall.residentMiB],
      beside: `from ${many(usual)}`,
      peer: [last.residentMiB],
    }),
  ];
}

/** Ten million events, for who has the disk and an hour. */
export async function measureFilling10(bench) {
  const { departments, tenMillionEach } = bench.settings;
  const history = await writeHistory(bench, 'filling10', { departments, each: tenMillionEach });
  const { result } = await fillOnce(bench, 'bulk', history, 'bulk10');
  bench.say(phases(result));
  return [
    row({
      work: `tables filled in bulk from ${history.records.toLocaleString('en')} records`,
      unit: 'events/s',
      detail: phases(result),
      ours: [(history.records * 1_000) / milliseconds(result)],
    }),
  ];
}
