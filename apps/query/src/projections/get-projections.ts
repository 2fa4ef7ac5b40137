import { OWN_VERSION, type ReadModels, shareOf, type VersionDescription, versionStanding } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { projectionsAnswer } from './projections-answer';

type Projections = z.infer<typeof projectionsAnswer>;

/** The versions of the read model; answered also while none can be read. */
export class GetProjections extends Query<Projections> {}

@QueryHandler(GetProjections)
export class GetProjectionsHandler implements IQueryHandler<GetProjections> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(): Promise<Projections> {
    return projectionsOf(await this.readModels.describe());
  }
}

function projectionsOf(versions: readonly VersionDescription[]): Projections {
  const serving = versions.find(({ isServing, form }) => isServing && form === OWN_VERSION.form);
  return { serving: serving?.version ?? null, versions: versions.map(versionOf) };
}

function versionOf(state: VersionDescription): Projections['versions'][number] {
  const { version, form, projected, projectors, registeredAt, builtAt, servedAt, progress, failure, leftOut } = state;
  return {
    version,
    form,
    state: versionStanding(state),
    records: projected,
    projectors,
    registeredAt: registeredAt.toISOString(),
    builtAt: builtAt?.toISOString() ?? null,
    servedAt: servedAt?.toISOString() ?? null,
    historyFromYear: leftOut?.historyFrom ?? null,
    ...(leftOut === undefined
      ? {}
      : {
          leftOut: {
            openYears: leftOut.openYears,
            recalledStreams: leftOut.recalled.streams,
            recalledBytes: leftOut.recalled.bytes,
          },
        }),
    ...(progress === null
      ? {}
      : {
          progress: {
            phase: progress.phase,
            records: progress.records,
            recordsTotal: progress.recordsTotal,
            share: rounded(shareOf(progress), 4),
            recordsPerSecond: rounded(progress.perSecond, 1),
            secondsLeft: progress.secondsLeft === null ? null : rounded(progress.secondsLeft, 1),
            toldAt: progress.toldAt.toISOString(),
          },
        }),
    failure,
  };
}

function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}
