import type { Chart, Version } from '#domain';
import type { Database, StandsOn } from '#read-model';
import { type Measure, profileOf, type Report, REPORT_MEASURES, reportOf } from '#report';

import { Unknown } from '../http/answer';
import { type MadeOf, madeOf } from '../http/standing';
import { readKnownYear, type YearPlace } from './known-year';

/** What a report is made from: the year and, where it is read, the one before it, and what the answer stands on. */
export type ReportReading = Report & { standing: StandsOn; stood: MadeOf };

interface Made {
  chart: Chart;
  measure: Measure;
}

/** What an answer shows besides the money of the year itself, and so is read for it. */
export interface Shown {
  priorYear: boolean;
  /** Targets and texts. */
  sayings: boolean;
}

export async function readReportYears(
  database: Database,
  { year, ...place }: YearPlace,
  version: Version,
  { chart, measure }: Made,
  { priorYear, sayings }: Shown,
): Promise<ReportReading | Unknown> {
  const otherYears = priorYear ? [year - 1] : [];
  const reading = await readKnownYear(database, { ...place, year }, otherYears, version, {
    measures: [...new Set<Measure>([...REPORT_MEASURES, measure])],
    sayings,
  });
  if (reading instanceof Unknown) return reading;
  const made = { chart, measure, profile: profileOf(place) };
  const prior = priorYear ? { reading, fiscalYear: year - 1 } : undefined;
  return {
    standing: reading.standing,
    stood: madeOf(reading.standing, version, made),
    ...reportOf({ reading, fiscalYear: year }, made, prior),
  };
}
