// What is asked of a national budget: every kind of read, of a unit, of the largest department and of the whole division.
import { compiled } from '../support/servers.mjs';
import { DIVISION, YEARS } from './shape.mjs';

const YEAR = YEARS[1];
const EARLIER = `${YEAR}-06-30`;
const LATER = `${YEAR}-12-15`;
const { GROUPINGS } = compiled('libs/domain/src/index.js');

/** The places by name, with their address and what a read of each may take in milliseconds. */
export const PLACES = {
  unit: { address: `/v1/units/${DIVISION}/101001`, most: 60 },
  department: { address: `/v1/departments/${DIVISION}/101`, most: 60 },
  division: { address: `/v1/divisions/${DIVISION}`, most: 250 },
};
const PUBLICATION_MOST = 1_000;

/** The reads of a place: what each is called, its address, and what it may take. */
export function readsOf(place) {
  const { address, most } = PLACES[place];
  const year = `${address}/years/${YEAR}`;
  const tables = place === 'unit' ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 11] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  const read = (name, url, limit = most) => ({ name, url, most: limit });
  const whole = place === 'division' ? PUBLICATION_MOST : most;
  return [
    ...tables.map((table) => read(`table ${table}`, `${year}/tables/${table}`)),
    read('table 3 as recorded in June', `${year}/tables/3?asOf=${EARLIER}`),
    read('table 3 as in effect in June', `${year}/tables/3?effectiveOn=${EARLIER}`),
    read('table 4 as in effect on 15 December', `${year}/tables/4?effectiveOn=${LATER}`),
    read('table 4 as recorded and in effect in June', `${year}/tables/4?asOf=${LATER}&effectiveOn=${EARLIER}`),
    read('cell', `${year}/tables/3/cells/2101001/total`),
    read('cell of the total', `${year}/tables/3/cells/total/total`),
    read('diff of table 3 between two days', `${year}/tables/3/diff?from=${EARLIER}&to=${LATER}`),
    read(
      'diff of table 4 between two days in effect',
      `${year}/tables/4/diff?effectiveFrom=${EARLIER}&effectiveTo=${LATER}`,
    ),
    read('comparison', `${year}/comparison`),
    ...GROUPINGS.map((by) => read(`comparison by ${by}`, `${year}/comparison?by=${by}`)),
    read('comparison by function of two days', `${year}/comparison?by=function&priorAsOf=${EARLIER}`),
    read('explanation', `${year}/explanation`),
    read('publication', `${year}/publication`, whole),
    read('publication as HTML', `${year}/publication?format=html`, whole),
    read('lines, the first 500', `${year}/lines?limit=500`),
    read('lines as recorded in June, the first 500', `${year}/lines?limit=500&asOf=${EARLIER}`),
    ...(place === 'unit' ? [] : [read('units', `${address}/units`)]),
    ...(place === 'department' ? streamReads(most) : []),
  ];
}

/** What is asked of a department's own stream. */
function streamReads(most) {
  const stream = `/v1/streams/${DIVISION}/101`;
  const reads = {
    'trail, the first 100': `${stream}/events?limit=100`,
    "department's year": `${stream}/years/${YEAR}`,
    'carry-over': `${stream}/years/${YEAR}/carry-over`,
    transits: `${stream}/transits?year=${YEAR}`,
    freezes: `${stream}/freezes?year=${YEAR}`,
  };
  return Object.entries(reads).map(([name, url]) => ({ name, url, most }));
}
