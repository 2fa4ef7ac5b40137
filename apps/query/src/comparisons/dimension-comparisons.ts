import { type Chart, type Fen, fenOf, type Measure, sumFen, yuanOf } from '#domain';
import type { BudgetPlace, Driver } from '#read-model';
import {
  type ComparedMeasure,
  compareBy,
  csvOf,
  type CsvTable,
  type DimensionComparison,
  postedInputOf,
  profileOf,
  reportInputOf,
  type UnitBudget,
} from '#report';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { askedLabel, comparedLabel } from '../http/asked-version';
import { CHART } from '../configuration';
import { ReadDrivers } from './difference-queries';
import { knownBudgetOf } from '../tables/known-budget';
import { type comparisonQuery, versionOf } from '../http/request';
import type { dimensionComparisonAnswer } from '../http/schemas';
import { headed } from '../http/send';
import { madeOf, nameOf, stoodOn } from '../http/standing';
import { readState, readStateIfKnown } from './two-states';

const MOST_DRIVERS = 5;

type Asked = z.infer<typeof comparisonQuery>;

/** Answers comparisons by a dimension, of two years or of two versions of one. */
@Injectable()
export class DimensionComparisons {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async compare(
    { year, ...place }: BudgetPlace & { year: number },
    { format, measure, by, prior, priorAsOf, priorEffectiveOn, ...version }: Asked & { by: NonNullable<Asked['by']> },
    reply: FastifyReply,
  ): Promise<z.infer<typeof dimensionComparisonAnswer> | string> {
    const made = { chart: this.chart, measure: 'current' as const, profile: profileOf(place) };
    const to = await readState(this.queries, place, year, versionOf(version));
    const isOneYear = prior === undefined && (priorAsOf !== undefined || priorEffectiveOn !== undefined);
    const priorYear = prior ?? (isOneYear ? year : year - 1);
    const priorVersion = versionOf({
      asOf: priorAsOf ?? to.version.asOf,
      effectiveOn: priorEffectiveOn ?? version.effectiveOn,
    });
    const from = await readStateIfKnown(this.queries, place, priorYear, priorVersion);
    const current = reportInputOf(knownBudgetOf(place, to.reading), year, made);
    const before = from === undefined ? undefined : postedInputOf(knownBudgetOf(place, from.reading), priorYear, made);
    const comparison = compareBy(by, current, before);

    const sides = { to, ...(from === undefined ? {} : { from }) };
    const drivers =
      before === undefined
        ? undefined
        : await this.queries.execute(
            new ReadDrivers({ place, measure, ...sides, units: comparison.comparedUnits }, by, MOST_DRIVERS),
          );
    const { standing } = to.reading;
    const file = `${nameOf(place)}-${year}-comparison-by-${by}`;
    const isOfVersions = priorAsOf !== undefined || priorEffectiveOn !== undefined;
    const label = isOfVersions
      ? comparedLabel(
          { asOf: priorAsOf ?? version.asOf, effectiveOn: priorEffectiveOn ?? version.effectiveOn },
          version,
        )
      : askedLabel(version);
    headed(reply, format, standing, { file, label, prior: from?.reading.standing });
    if (format === 'csv') return csvOf(comparisonAsCsv(comparison), label);
    return {
      ...place,
      by,
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
      rows: comparison.rows.map((row) => ({
        ...row,
        ...driven(
          row.measures[measure],
          row.of === 'both' ? drivers?.byKey.filter(({ key }) => key === row.key) : undefined,
        ),
      })),
      comparable: { measures: comparison.comparable },
      total: { measures: comparison.total, ...driven(comparison.total[measure], drivers?.ofTotal) },
      ...madeOf(standing, versionOf(version), made),
    };
  }
}

function named({ unit: { code, name } }: UnitBudget): { code: string; name: string } {
  return { code, name };
}

/** The largest drivers of a change, and what all others come to, so that they add up to it. Nothing drives an unknown change. */
function driven({ changeYuan }: ComparedMeasure, drivers: readonly Driver[] | undefined) {
  if (changeYuan === null) return { drivers: [], otherDriversYuan: null };
  const named = (drivers ?? []).map(({ key: _key, amountFen, ...event }) => ({
    ...event,
    amountYuan: yuanOf(amountFen),
  }));
  const sum: Fen = sumFen((drivers ?? []).map(({ amountFen }) => amountFen));
  return { drivers: named, otherDriversYuan: yuanOf(fenOf(changeYuan) - sum) };
}

function comparisonAsCsv({ rows, comparable, total }: DimensionComparison): CsvTable {
  const all = [
    ...rows,
    { of: 'both', key: 'comparable', name: '同口径合计', measures: comparable },
    { of: 'all', key: 'total', name: '合计', measures: total },
  ];
  const cells = all.flatMap(({ of, key, name, measures }) =>
    Object.entries(measures).map(([measure, compared]: [string, ComparedMeasure]) => [
      key,
      name,
      of,
      measure as Measure,
      compared.currentYuan ?? undefined,
      compared.priorYuan ?? undefined,
      compared.changeYuan ?? undefined,
      compared.ratio ?? undefined,
      compared.share ?? undefined,
      compared.priorShare ?? undefined,
    ]),
  );
  const head = [
    'key',
    'name',
    'of',
    'measure',
    'currentYuan',
    'priorYuan',
    'changeYuan',
    'ratio',
    'share',
    'priorShare',
  ];
  return { columns: head, rows: cells };
}
