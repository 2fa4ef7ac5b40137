import { problemSchema, SUBSCRIPTION_MESSAGES } from '#wire';
import type { z } from 'zod';

import * as answers from './answers';
import { cellExample } from './cells/cell-example';
import { comparisonExample } from './comparisons/comparison-example';
import { dimensionComparisonExample } from './comparisons/dimension-comparison-example';
import { carryOverExample } from './department-year/carry-over-example';
import { departmentYearExample } from './department-year/department-year-example';
import { freezesExample } from './department-year/freezes-example';
import { transitsExample } from './department-year/transits-example';
import { diffExample } from './diffs/diff-example';
import { exampleAt, type ExamplePlace } from './http/example-place';
import { PLACES } from './http/places';
import { PROBLEM_EXAMPLES } from './http/problem-examples';
import { linesExample } from './lines/lines-example';
import { meExample } from './me/me-example';
import { departmentsExample, yearUnitsExample } from './parts/parts-example';
import { divisionsExample } from './divisions/divisions-example';
import { searchExample } from './search/search-example';
import { eventExample } from './records/event-example';
import { timelineExample } from './timeline/timeline-example';
import { explanationExample } from './publication/explanation-example';
import { publicationExample } from './publication/publication-example';
import { operationsExample } from './operations/operations-example';
import { projectionsExample } from './projections/projections-example';
import { auditTrailExample, divisionTrailExample } from './streams/audit-trail-example';
import { streamExample } from './streams/stream-example';
import { MESSAGE_EXAMPLES } from './subscriptions/message-examples';
import { tableExample } from './tables/table-example';
import { unitExample, unitsExample } from './units/unit-example';
import { yearsExample } from './years/years-example';

const OF_PLACES = {
  cellAnswer: cellExample,
  comparisonAnswer: comparisonExample,
  dimensionComparisonAnswer: dimensionComparisonExample,
  diffAnswer: diffExample,
  linesAnswer: linesExample,
  explanationAnswer: explanationExample,
  publicationAnswer: publicationExample,
  tableAnswer: tableExample,
  unitsAnswer: unitsExample,
  yearsAnswer: yearsExample,
};
const OF_ONE = {
  carryOverAnswer: carryOverExample,
  departmentYearAnswer: departmentYearExample,
  freezesAnswer: freezesExample,
  transitsAnswer: transitsExample,
  projectionsAnswer: projectionsExample,
  meAnswer: meExample,
  departmentsAnswer: departmentsExample,
  yearUnitsAnswer: yearUnitsExample,
  divisionsAnswer: divisionsExample,
  searchAnswer: searchExample,
  eventAnswer: eventExample,
  timelineAnswer: timelineExample,
  eventsAnswer: auditTrailExample,
  divisionEventsAnswer: divisionTrailExample,
  operationsAnswer: operationsExample,
  streamAnswer: streamExample,
  unitAnswer: unitExample,
};
type Name = keyof typeof answers;

/** What is sent of an example fits the schema, which knows every field of it. */
function expectToFit(schema: z.ZodType, example: unknown): void {
  const sent: unknown = JSON.parse(JSON.stringify(example));
  expect(schema.parse(sent)).toEqual(sent);
}

it('every answer has an example', () => {
  expect(Object.keys({ ...OF_PLACES, ...OF_ONE }).sort()).toEqual(Object.keys(answers).sort());
});

it.each(Object.entries(OF_ONE))('the example of %s is one', (name, example) => {
  expectToFit(answers[name as Name], example);
});

describe.each(PLACES)('at a place of $address', ({ path, example: place }) => {
  it.each(Object.entries(OF_PLACES))('the example of %s is one', (name, example) => {
    expectToFit(answers[name as Name], exampleAt<object>(place, example));
  });

  it('the examples are about the place that the address names', () => {
    const { lines: _, ...told } = exampleAt(place, linesExample);
    expect(told).toMatchObject(place.at);
    expect(Object.keys(path.shape).sort()).toEqual(Object.keys(place.at).sort());
    expect(JSON.stringify(exampleAt(place, publicationExample))).toContain(`"code":"${place.code}"`);
  });
});

it('a division has no revision, and a unit has', () => {
  const revisionAt = (place: ExamplePlace) => JSON.parse(JSON.stringify(exampleAt(place, linesExample))) as object;
  const [unit, , division] = PLACES.map(({ example }) => revisionAt(example));
  expect(unit).toHaveProperty('revision');
  expect(division).not.toHaveProperty('revision');
});

it.each(Object.keys(SUBSCRIPTION_MESSAGES) as (keyof typeof SUBSCRIPTION_MESSAGES)[])(
  'the example of %s is one',
  (name) => {
    expectToFit(SUBSCRIPTION_MESSAGES[name], MESSAGE_EXAMPLES[name]);
  },
);

it.each(Object.entries(PROBLEM_EXAMPLES))('the example of a problem is one: %s', (_, example) => {
  expectToFit(problemSchema, example);
});
