// What a province and the country come to, from measured figures. Pure arithmetic: every cell is a product or a quotient of the figures above it.
import { summary } from './stats.mjs';
import { tableText } from './table.mjs';

/** @type {[name: string, units: number][]} */
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
/** A snapshot's index is one string, and a string of V8 holds 2^29 characters: half of what would just fit. */
const SNAPSHOT_BYTES = 256 * 1024 ** 2;
/** What a broker is given: disk, and replicas of partitions, half of what KIP-578 names as the usual most. */
const BROKER_BYTES = 4e12;
const BROKER_REPLICAS = 2_000;
const PROCESSES = [1, 2, 3, 6, 12];

const PLACE_HEAD = ['place', 'events per unit and year', 'years', 'events'];

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
  const disk = events * figures.logBytes * REPLICAS;
  const partitions = Math.max(6, Math.ceil((events * figures.snapshotBytes) / SNAPSHOT_BYTES));
  return {
    disk,
    localDisk: local * figures.logBytes * REPLICAS,
    remote: events * figures.logBytes,
    memory: events * figures.memoryBytes,
    database: events * figures.databaseBytes,
    fold: events / figures.foldPerSecond,
    restore: events / figures.restorePerSecond,
    project: events / figures.projectPerSecond,
    partitions,
    brokers: Math.max(REPLICAS, Math.ceil(disk / BROKER_BYTES), Math.ceil((partitions * REPLICAS) / BROKER_REPLICAS)),
  };
}

/** One line for each place with its sizes after a year and after ten. */
function linesOf(figures, cellsOf) {
  return PLACES.flatMap(([name, units]) =>
    [
      [figures.eventsPerUnitYear, 1],
      [figures.eventsPerUnitYear, 10],
      [MANY_EVENTS, 10],
    ].map(([each, years]) => {
      const events = units * each * years;
      const size = sizesOf(events, units * each, figures);
      return [name, whole(each), years, `${short(events / 1e6)} million`, ...cellsOf(size)];
    }),
  );
}

function describeDisks(figures) {
  const head = [...PLACE_HEAD, `log, ${REPLICAS} replicas`, 'tiered: on brokers', 'tiered: in the store', 'Postgres'];
  const cellsOf = ({ disk, localDisk, remote, database }) => [disk, localDisk, remote, database].map(bytes);
  return tableText(head, linesOf(figures, cellsOf));
}

function describeProcesses(figures) {
  const head = [
    ...PLACE_HEAD,
    'memory of each ledger',
    'start from the log',
    'from snapshots',
    'read model by one projector',
  ];
  const more = ['partitions, at least', 'brokers, at least'];
  const cellsOf = ({ memory, fold, restore, project, partitions, brokers }) => [
    bytes(memory),
    ...[fold, restore, project].map(duration),
    whole(partitions),
    whole(brokers),
  ];
  return tableText([...head, ...more], linesOf(figures, cellsOf));
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
    `Sizes: events × the measured figure for each. Tiered: ${LOCAL_YEARS * 100} % of a year on the brokers with ${REPLICAS} replicas, everything once in the store.`,
    '',
    describeDisks(figures),
    '',
    `Partitions: events × snapshot / ${bytes(SNAPSHOT_BYTES)}, 6 or more. Brokers: ${bytes(BROKER_BYTES)} of disk and ${whole(BROKER_REPLICAS)} replicas each, ${REPLICAS} or more.`,
    '',
    describeProcesses(figures),
  ].join('\n');
}
