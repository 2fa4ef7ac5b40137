// A log of a million events over 1,000 departments: how it is verified and folded, and what a ledger that starts on it takes and keeps.
import { besideKafkajs, measureReading, measureStart, startRows, writeHistory } from './history.mjs';

export async function measureMillion(bench) {
  const { departments, millionEach } = bench.settings;
  const million = await writeHistory(bench, 'million', { departments, each: millionEach });
  const reading = await measureReading(bench, million);
  return [
    ...besideKafkajs(reading, ` of ${million.records.toLocaleString('en')} records`),
    ...startRows(million, await measureStart(bench, million), { reach: { most: 0.1 }, mostMiB: { most: 700 } }),
  ];
}
