import { type AsOf, placed } from '#domain';
import { type StandsOn } from '#read-model';
import { type AskedVersion, asOfInWords, type ReportVersion, versionLabel } from '#report';

interface Asked {
  asOf?: AsOf | undefined;
  effectiveOn?: string | undefined;
  measure?: AskedVersion['measure'];
}

/** The version that a question names, as pages and files say it. Later pages of a list are called like the first one. */
function askedVersionOf({ asOf, effectiveOn, measure }: Asked): AskedVersion {
  return { asOf: asOf === undefined ? undefined : asOfInWords(placed(asOf)), effectiveOn, measure };
}

/** The same in a few words; empty for the current budget. */
export function askedLabel(asked: Asked): string {
  return versionLabel(askedVersionOf(asked));
}

/** What two versions are compared, for files that hold nothing but their difference. */
export function comparedLabel(from: Asked, to: Asked): string {
  const [earlier, later] = [askedLabel(from), askedLabel(to)];
  return `自：${earlier === '' ? '当前' : earlier}；至：${later === '' ? '当前' : later}`;
}

/** The version of a page, with what it stands on. */
export function pageVersionOf({ position, revision, recordedAt }: StandsOn, asked: Asked): ReportVersion {
  return { asked: askedVersionOf(asked), position, revision, recordedAt };
}
