import { amountsInYuan, type Chart, dimensionsOf, formatPosition, isPool, streamOf } from '#domain';
import { type UnitYearState, unitYearId } from '#read-model';
import { profileOf, type ReportInput, reportOf, statutoryTable, tableNumbersOf } from '#report';
import { TABLES_FORM, type TablesRecord } from '#wire';

/** Room below what a record of the topic may hold, for keys and what Kafka puts around a batch. */
const MOST_BYTES = 7 * 1024 * 1024;

/**
 * The record of a unit-year: a function of the log up to the event that touched it last, and of the charts. So two publishers write
 * the same bytes, and it does no harm that they do. What would make it too large is left out and named.
 */
export function tablesMessageOf(state: UnitYearState, log: string, chart: Chart): { key: string; value: string } {
  const whole = recordOf(state, log, chart);
  const withoutTables: TablesRecord = { ...whole, omitted: ['tables'], tables: [] };
  const placeAlone: TablesRecord = { ...withoutTables, omitted: ['tables', 'lines'], lines: [] };
  const value = textWithin(whole) ?? textWithin(withoutTables) ?? textWithin(placeAlone);
  if (value === undefined) throw new RangeError('no record may be so large, not even without its lines');
  return { key: unitYearId(state), value };
}

function textWithin(record: TablesRecord): string | undefined {
  const text = JSON.stringify(record);
  return Buffer.byteLength(text) <= MOST_BYTES ? text : undefined;
}

function recordOf(state: UnitYearState, log: string, chart: Chart): TablesRecord {
  const { division, department, departmentName, unit, name: unitName, fiscalYear: year, lines, touched } = state;
  return {
    form: TABLES_FORM,
    log,
    position: formatPosition(new Map([[touched.partition, touched.offset]])),
    revision: touched.revision,
    hash: touched.hash,
    eventId: touched.eventId,
    recordedAt: touched.recordedAt,
    stream: streamOf({ division, department }),
    division,
    department,
    departmentName,
    unit,
    unitName,
    year,
    chartHash: chart.hash,
    omitted: [],
    lines: lines.map((line) => ({ ...dimensionsOf(line), ...amountsInYuan(line) })),
    tables: printedTables(state, chart),
  };
}

/** What is not handed down yet has lines and no tables of its own. */
function printedTables(state: UnitYearState, chart: Chart): TablesRecord['tables'] {
  if (isPool(state.unit)) return [];
  const input = inputOf(state, chart);
  return tableNumbersOf(input).map((number) => {
    const { table, title, currencyUnit, columns, rows, notes, details } = statutoryTable(number, input);
    return { table, title, currencyUnit, columns, rows, notes, ...(details === undefined ? {} : { details }) };
  });
}

/** A unit's own tables, under the titles of a unit: whether it is all of its department is told by other units' events. */
function inputOf(state: UnitYearState, chart: Chart): ReportInput {
  const { division, department, unit, fiscalYear, lines, targets } = state;
  const reading = {
    place: { division, department, unit },
    units: [state],
    siblings: [],
    years: new Map([[fiscalYear, new Map([[unit, { lines, targets, texts: new Map() }]])]]),
    departmentYears: new Map(),
  };
  return reportOf({ reading, fiscalYear }, { chart, measure: 'current', profile: profileOf(state) }).current;
}
