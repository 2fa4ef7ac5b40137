import type { BudgetPlace } from '#read-model';
import { inShanghai } from '#report';

import type { Answer, Format } from './answer';

const EXTENSIONS = { json: 'json', csv: 'csv', html: 'html', text: 'txt' } as const;
/** The positions of a whole division would make a longer name than file systems take. */
const LONGEST_POSITION = 40;

/** What the file of an answer is called after. */
export function nameOf({ division, department, unit }: BudgetPlace): string {
  return unit ?? (department === undefined ? division : `${division}-${department}`);
}

/**
 * What the answer is saved as: a past version is called so, the current one by the time and the position that it stands on. The name is
 * Chinese; programs that know only the older parameter get one of plain letters. Pages are shown, and keep the name for who saves them.
 */
export function dispositionOf(format: Format, file: string, { label = '', standing }: Answer): string {
  const time = inShanghai(standing.recordedAt).replaceAll(/[-:]/g, '').replace(' ', '-');
  const position = standing.position.length > LONGEST_POSITION ? '' : `-${standing.position.replaceAll(/[:,]/g, '_')}`;
  const [chinese, plain] =
    label === ''
      ? [`当前-${time}${position}`, `current-${time}${position}`]
      : [inFileName(label), `version-${time}${position}`];
  const extension = EXTENSIONS[format];
  const named = encodeURIComponent(`${file}-${chinese}.${extension}`).replaceAll(/['()*]/g, percentOf);
  const kind = format === 'csv' ? 'attachment' : 'inline';
  return `${kind}; filename="${file}-${plain}.${extension}"; filename*=UTF-8''${named}`;
}

/** Colons, commas and spaces are what systems forbid or programs trip over. */
function inFileName(label: string): string {
  return label
    .replaceAll(/[:：,;；]/g, '_')
    .replaceAll('，', '-')
    .replaceAll(' ', '');
}

function percentOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
