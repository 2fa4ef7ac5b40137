import type { Chart, Version } from '#domain';
import type { Database, StandsOn } from '#read-model';
import { type Measure, profileOf, type Report, reportOf } from '#report';

import { Unknown } from '../http/answer';
import { type MadeOf, madeOf } from '../http/standing';
import { readKnownYear, type YearPlace } from './known-year';

/** What a report is made from: the year and the one before it, and what the answer stands on. */
export type ReportReading = Report & { standing: StandsOn; stood: MadeOf };

export async function readReportYears(
  database: Database,
  { year, ...place }: YearPlace,
  version: Version,
  { chart, measure }: { chart: Chart; measure: Measure },
): Promise<ReportReading | Unknown> {
  const reading = await readKnownYear(database, { ...place, year }, [year - 1], version);
  if (reading instanceof Unknown) return reading;
  const made = { chart, measure, profile: profileOf(place) };
  return {
    standing: reading.standing,
    stood: madeOf(reading.standing, version, made),
    ...reportOf({ reading, fiscalYear: year }, made, { reading, fiscalYear: year - 1 }),
  };
}
