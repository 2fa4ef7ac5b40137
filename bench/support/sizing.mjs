// What a province and the country come to, from measured figures. Pure arithmetic: every cell is a product or a quotient of the figures above it.
import { summary } from './stats.mjs';
import { tableText } from './table.mjs';

const PLACES = [
  ['a city of 4,000 units', 4_000],
  ['a province of 40,000 units', 40_000],
  ['the country, 700,000 units', 700_000],
];
/** Events of a unit in a year: its budget and changes to it; with its payments by the month, as the example year; with every payment. */
const FEW_EVENTS = 25;
const MANY_EVENTS = 1_000;
const WORKING_SECONDS = 250 * 8 * 3_600;
/** The busiest hour of the year's last days over the mean of all working hours. */
const PEAK = 10;
const REPLICAS = 3;
/** The part of a year that stays on the brokers' own disks where the rest is tiered. */
const LOCAL_YEARS = 0.25;
/** Snapshots are read as text of two characters a byte, and V8 holds 2^29 of them: half of what would just fit. */
const SNAPSHOT_BYTES = 128 * 1024 ** 2;
const PROCESSES = [1, 2, 3, 6, 12];

const whole = (value) => Math.round(value).toLocaleString('en');
const short = (value) => (value >= 10 ? whole(value) : value.toFixed(1));

function bytes(value) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3)));
  return `${short(value / 1_000 ** power)} ${units[power]}`;
}

function duration(seconds) {
  if (seconds < 90) return `${short(seconds)} s`;
  if (seconds < 5_400) return `${short(seconds / 60)} min`;
  return seconds < 172_800 ? `${short(seconds / 3_600)} h` : `${short(seconds / 86_400)} days`;
}

/** What n processes on one log accept together when each has a processor of its own: every one of them folds what the others write. */
function sharedRate(processes, { ownMicros, foreignMicros }) {
  return (processes * 1e6) / (ownMicros + (processes - 1) * foreignMicros);
}

function describeSharing(sharing) {
  const alone = sharedRate(1, sharing);
  const lines = PROCESSES.map((processes) => {
    const rate = sharedRate(processes, sharing);
    return [processes, whole(rate), (rate / alone).toFixed(2)];
  });
  const limit = 1e6 / sharing.foreignMicros;
  return tableText(
    ['processes', 'commands/s', '× one'],
    [...lines, ['any number', `less than ${whole(limit)}`, (limit / alone).toFixed(2)]],
  );
}

function describeEvents(eventsPerUnitYear) {
  const lines = PLACES.flatMap(([name, units]) =>
    [FEW_EVENTS, eventsPerUnitYear, MANY_EVENTS].map((each) => {
      const year = units * each;
      const mean = year / WORKING_SECONDS;
      return [
        name,
        whole(each),
        `${short(year / 1e6)} million`,
        `${short((year * 10) / 1e6)} million`,
        short(mean),
        whole(mean * PEAK),
      ];
    }),
  );
  return tableText(
    ['place', 'events per unit and year', 'a year', 'ten years', 'mean a second', `peak a second (${PEAK} ×)`],
    lines,
  );
}

/** The sizes of a log that holds so many events and takes so many in a year. */
function sizesOf(events, eventsPerYear, figures) {
  const local = Math.min(events, eventsPerYear * LOCAL_YEARS);
  return {
    disk: events * figures.logBytes * REPLICAS,
    localDisk: local * figures.logBytes * REPLICAS,
    remote: events * figures.logBytes,
    memory: events * figures.memoryBytes,
    database: events * figures.databaseBytes,
    fold: events / figures.foldPerSecond,
    restore: events / figures.restorePerSecond,
    project: events / figures.projectPerSecond,
    partitions: Math.max(6, Math.ceil((events * figures.snapshotBytes) / SNAPSHOT_BYTES)),
  };
}

function describeSizes(figures) {
  const head = [
    'place',
    'events per unit and year',
    'years',
    'events',
    `disk, ${REPLICAS} replicas`,
    'tiered: brokers',
    'tiered: store',
  ];
  const more = ['memory of each ledger', 'Postgres', 'fold', 'from snapshots', 'one projector', 'partitions, at least'];
  const lines = PLACES.flatMap(([name, units]) =>
    [
      [figures.eventsPerUnitYear, 1],
      [figures.eventsPerUnitYear, 10],
      [MANY_EVENTS, 10],
    ].map(([each, years]) => {
      const size = sizesOf(units * each * years, units * each, figures);
      const disks = [size.disk, size.localDisk, size.remote, size.memory, size.database].map(bytes);
      const times = [size.fold, size.restore, size.project].map(duration);
      return [
        name,
        whole(each),
        years,
        `${short((units * each * years) / 1e6)} million`,
        ...disks,
        ...times,
        whole(size.partitions),
      ];
    }),
  );
  return tableText([...head, ...more], lines);
}

/** The tables of docs/scale.md that follow from what was measured. */
export function describeSizing(measured, sharing) {
  const figures = Object.fromEntries(Object.entries(measured).map(([name, values]) => [name, summary(values).median]));
  return [
    `Processes on one log, each with a processor of its own: n / (own + (n − 1) × foreign), own ${whole(sharing.ownMicros)} µs, foreign ${whole(sharing.foreignMicros)} µs.`,
    '',
    describeSharing(sharing),
    '',
    'Events: units × events per unit and year. Mean: over 250 days of 8 hours.',
    '',
    describeEvents(figures.eventsPerUnitYear),
    '',
    `Sizes: events × the measured figure for each. Tiered: ${LOCAL_YEARS * 100} % of a year on the brokers, ${REPLICAS} replicas; everything once in the store. Partitions: a snapshot of each is kept below ${bytes(SNAPSHOT_BYTES)}.`,
    '',
    describeSizes(figures),
  ].join('\n');
}
