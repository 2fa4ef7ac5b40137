import type { Version } from '#domain';
import type { StandsOn } from '#read-model';
import type { MadeWith } from '#report';

/** What an answer stands on, as it says so itself. */
export type StoodOn = Pick<StandsOn, 'position' | 'revision'> & { effectiveOn?: string };
/** The same, with the versions of what it was made with. */
export type MadeOf = StoodOn & { versions: { layout: string; chart: string } };

export function stoodOn({ position, revision }: StoodOn, { effectiveOn }: Version): StoodOn {
  return {
    position,
    ...(revision === undefined ? {} : { revision }),
    ...(effectiveOn === undefined ? {} : { effectiveOn }),
  };
}

type Made = Pick<MadeWith, 'chart' | 'profile'>;

export function madeOf(standing: StandsOn, version: Version, { chart, profile }: Made): MadeOf {
  return { ...stoodOn(standing, version), versions: { layout: profile.version, chart: chart.hash } };
}
