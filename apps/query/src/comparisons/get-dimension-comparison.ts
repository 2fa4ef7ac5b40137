import { type Chart, MEASURES, type Version } from '#domain';
import { readDrivers, type ReadModels } from '#read-model';
import { classNames, compareBy, type ComparedRow, csvPieces, profileOf, reportOf, type UnitBudget } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, READ_MODELS } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { askedLabel, comparedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { onlyLabel } from '../http/line-class';
import { pageOf } from '../http/page';
import { madeOf, stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import type { YearPlace } from '../reading/known-year';
import { readPinned, readPinnedIfKnown } from '../reading/pinned-state';
import type { comparisonQuery } from './comparison-request';
import type { dimensionComparisonAnswer } from './dimension-comparison-answer';
import { dimensionComparisonAsCsv } from './dimension-comparison-csv';
import { driven } from './driven';

const MOST_DRIVERS = 5;

type ComparisonAnswer = Answer<z.infer<typeof dimensionComparisonAnswer>>;
type ComparisonAsked = z.infer<typeof comparisonQuery>;

/** A comparison by a dimension, of two years or of two versions of one, some rows at a time. The totals are of all rows, on whatever page. */
export class GetDimensionComparison extends Query<ComparisonAnswer | Unknown> {
  constructor(
    readonly at: YearPlace,
    readonly asked: ComparisonAsked & { by: NonNullable<ComparisonAsked['by']> },
  ) {
    super();
  }
}

@QueryHandler(GetDimensionComparison)
export class GetDimensionComparisonHandler implements IQueryHandler<GetDimensionComparison> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ at, asked }: GetDimensionComparison): Promise<ComparisonAnswer | Unknown> {
    const { database } = await this.readModels.serving(asked.cursor?.readModel);
    const { year, ...place } = at;
    const { measure, by, only, cursor, limit } = asked;
    const to = await readPinned(database, at, versionOf(asked, cursor), MEASURES, only);
    if (to instanceof Unknown) return to;
    const { priorYear, priorVersion } = priorOf(asked, year, to.version);
    const from = await readPinnedIfKnown(database, { ...place, year: priorYear }, priorVersion, MEASURES, only);
    const made = { chart: this.chart, measure: 'current' as const, profile: profileOf(place) };
    const { current, prior: before } = reportOf(to, made, from);
    const comparison = compareBy(by, current, before);
    const { standing } = to.reading;
    const page = { cursor, limit, standing };
    const { items: rows, next } = pageOf(comparison.rows, ({ of, key }) => `${of}/${key}`, page);

    const sides = { to, ...(from === undefined ? {} : { from }) };
    const question = { place, measure, ...sides, units: comparison.comparedUnits, only };
    const keys = new Set(rows.flatMap(({ of, key }) => (of === 'both' ? [key] : [])));
    const driving = { most: MOST_DRIVERS, keys };
    const drivers = before === undefined ? undefined : await readDrivers(database, question, by, driving);
    const { measuresOf } = comparison;
    const rowOf = ({ of, key, name, sides }: ComparedRow) => {
      const measures = measuresOf(sides);
      return { of, key, name, measures, ...driven(measures[measure], of === 'both' ? drivers?.byKey.get(key) : []) };
    };
    const total = measuresOf(comparison.total);
    const label = [labelOf(asked), onlyLabel(only)].filter((one) => one !== '').join('，');
    return {
      standing,
      prior: from?.reading.standing,
      ...next,
      file: `${nameOf(place)}-${year}-comparison-by-${by}`,
      label,
      csv: () => csvPieces(dimensionComparisonAsCsv({ ...comparison, rows }, next.next === undefined), label),
      json: () => ({
        ...place,
        by,
        ...(only === undefined ? {} : { only: { ...only, name: classNames(only.by, current, before)(only.key) } }),
        year,
        measure,
        prior: {
          year: priorYear,
          isKnown: before !== undefined,
          unitsWithoutPrior: comparison.newUnits.map(named),
          unitsWithoutCurrent: comparison.endedUnits.map(named),
          ...(from === undefined ? { position: null } : stoodOn(from.reading.standing, priorVersion)),
        },
        currencyUnit: '元',
        rows: rows.map(rowOf),
        comparable: { measures: measuresOf(comparison.comparable) },
        total: { measures: total, ...driven(total[measure], drivers?.ofTotal) },
        ...next,
        ...madeOf(standing, versionOf(asked), made),
      }),
    };
  }
}

/** What is compared with: another version of the same year where one is named and no year is, and else the year before. */
function priorOf(
  { prior, priorAsOf, priorEffectiveOn, effectiveOn }: ComparisonAsked,
  year: number,
  { asOf }: Version,
): { priorYear: number; priorVersion: Version } {
  const isOneYear = prior === undefined && (priorAsOf !== undefined || priorEffectiveOn !== undefined);
  return {
    priorYear: prior ?? (isOneYear ? year : year - 1),
    priorVersion: versionOf({ asOf: priorAsOf ?? asOf, effectiveOn: priorEffectiveOn ?? effectiveOn }),
  };
}

function labelOf({ asOf, effectiveOn, priorAsOf, priorEffectiveOn }: ComparisonAsked): string {
  if (priorAsOf === undefined && priorEffectiveOn === undefined) return askedLabel({ asOf, effectiveOn });
  const prior = { asOf: priorAsOf ?? asOf, effectiveOn: priorEffectiveOn ?? effectiveOn };
  return comparedLabel(prior, { asOf, effectiveOn });
}

function named({ unit: { code, name } }: UnitBudget): { code: string; name: string } {
  return { code, name };
}
