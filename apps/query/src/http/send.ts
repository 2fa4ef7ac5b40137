import type { StandsOn } from '#read-model';
import { inShanghai } from '#report';
import type { FastifyReply } from 'fastify';

import { NEXT, POSITION, PRIOR_POSITION } from './reading.interceptor';

const TYPES = { json: 'application/json', csv: 'text/csv', html: 'text/html', text: 'text/plain' } as const;
const EXTENSIONS = { csv: 'csv', html: 'html', text: 'txt' } as const;
/** The positions of a whole division would make a longer name than file systems take. */
const LONGEST_POSITION = 40;

type Standing = Pick<StandsOn, 'position' | 'basis'> & { recordedAt: string };

/** What an answer carries besides, where it has it. */
interface Besides {
  /** What a file of it is called. */
  file?: string;
  /** Which version it is, in words; empty for the current budget. */
  label?: string;
  next?: string | undefined;
  prior?: Pick<StandsOn, 'position' | 'basis'> | undefined;
}

/** Sets what every answer to a read carries. The position stands in a header too, for CSV and HTML have no place for it; so does where the next page begins. */
export function headed(
  reply: FastifyReply,
  format: keyof typeof TYPES,
  standing: Standing,
  { file, label = '', next, prior }: Besides = {},
): void {
  void reply
    .header('content-type', `${TYPES[format]}; charset=utf-8`)
    .header(POSITION.toLowerCase(), standing.position)
    // The interceptor makes the tag of it, with what the answer was made with.
    .header('etag', [standing, ...(prior === undefined ? [] : [prior])].map(({ basis }) => basis).join(';'));
  if (prior !== undefined) void reply.header(PRIOR_POSITION.toLowerCase(), prior.position);
  if (next !== undefined) void reply.header(NEXT.toLowerCase(), next);
  if (format !== 'json' && file !== undefined) {
    void reply.header('content-disposition', dispositionOf(format, file, label, standing));
  }
}

/**
 * What the answer is saved as: a past version is called so, the current one by the time and the position that it stands on. The name is
 * Chinese; programs that know only the older parameter get one of plain letters. Pages are shown, and keep the name for who saves them.
 */
function dispositionOf(format: keyof typeof EXTENSIONS, file: string, label: string, standing: Standing): string {
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
