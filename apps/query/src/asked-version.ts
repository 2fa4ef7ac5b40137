import { type AsOf, formatPosition } from '#read-model';
import { type AskedVersion, inShanghai, versionLabel } from '#report';

interface Asked {
  asOf?: AsOf | undefined;
  effectiveOn?: string | undefined;
  measure?: AskedVersion['measure'];
}

/** The version that a question names, as pages and files say it. Later pages of a list are called like the first one. */
export function askedVersionOf({ asOf, effectiveOn, measure }: Asked): AskedVersion {
  return { asOf: asOf === undefined ? undefined : asOfInWords(asOf), effectiveOn, measure };
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

function asOfInWords(asOf: AsOf): { zh: string; en: string } {
  switch (asOf.kind) {
    case 'revision':
      return { zh: `第 ${asOf.revision} 版`, en: `revision ${asOf.revision}` };
    case 'position': {
      const position = formatPosition(asOf.position);
      return { zh: `位置 ${position}`, en: `position ${position}` };
    }
    case 'time': {
      const text = lastMoment(asOf.before);
      return { zh: text, en: text };
    }
  }
}

/** A day by its date; an instant to the second, or to the millisecond where it has any. */
function lastMoment(before: string): string {
  const last = new Date(Date.parse(before) - 1).toISOString();
  const text = inShanghai(last);
  if (inShanghai(before).endsWith(' 00:00:00') && before.endsWith('.000Z')) return text.slice(0, 10);
  const milliseconds = last.slice(19, 23);
  return milliseconds === '.000' ? text : `${text}${milliseconds}`;
}
