// A log of a million events over 1,000 departments: how it is verified and folded, and what a ledger that starts on it takes and keeps.
import { row } from '../support/table.mjs';
import { measureReading, measureStart, startRows, writeHistory } from './history.mjs';

export async function measureMillion(bench) {
  const { departments, millionEach } = bench.settings;
  const million = await writeHistory(bench, 'million', { departments, each: millionEach });
  const { consume, verify, fold } = await measureReading(bench, million);
  const beside = {
    unit: 'records/s',
    beside: 'kafkajs consuming the same topic',
    peer: consume,
    reach: { least: 0.5 },
  };
  const of = `${million.records.toLocaleString('en')} records`;
  return [
    row({ ...beside, work: `verify of ${of}`, ours: verify }),
    row({ ...beside, work: `full fold of ${of}`, ours: fold }),
    ...startRows(million, await measureStart(bench, million), { reach: { most: 0.1 }, mostMiB: { most: 700 } }),
  ];
}
