import { Problem } from '#platform';
import type { StreamStop } from '#read-model';

import { type Answer, type Format, Unknown } from './answer';
import { entityTag, isNamedBy } from './entity-tag';
import { dispositionOf } from './file-name';
import { asPieces, jsonPieces, type Pieces } from './pieces';
import { ANSWERED_FROM, LIMITED_TO, NEXT, POSITION, PRIOR_POSITION, STOPPED } from './headers';
import { pageWithStops, stopAnswer, stoppedHeader } from './stops';

const TYPES = { json: 'application/json', csv: 'text/csv', html: 'text/html', text: 'text/plain' } as const;

/** What HTTP says of an answer. */
export interface Response {
  status: 200 | 304;
  headers: Record<string, string>;
  /** Nothing where the reader has it already. */
  body: Pieces | undefined;
}

/** How an answer was asked for, and what it was made with besides what it stands on. */
interface Asked {
  format?: Format | undefined;
  ifNoneMatch?: string | undefined;
  /** The versions of the layouts and of the chart of accounts. */
  versions: readonly string[];
  /** The streams that the answer lacks the newest events of. */
  stops: readonly StreamStop[];
  /** The tables have left out what it is made of. */
  isFromLog?: boolean;
  /** Of a list that is cut to what its reader may read: by what. */
  cutTo?: string | undefined;
}

/** What a read has answered, as HTTP sends it. Throws the 404 of what is not known. */
export function respond(answered: Answer | Unknown, asked: Asked): Response {
  if (answered instanceof Unknown) throw new Problem('not-found', answered.detail, answered.besides);
  return answerResponse(answered, asked);
}

/**
 * The position stands in a header too, for CSV and HTML have no place for it; so does where the next page
 * begins. A cache of the reader's own may keep an answer, but has to ask each time whether it still stands.
 */
function answerResponse(
  answer: Answer,
  { format = 'json', ifNoneMatch, versions, stops, isFromLog = false, cutTo }: Asked,
): Response {
  const etag = tagOf(answer, cutTo === undefined ? versions : [...versions, cutTo], stops);
  const { standing, prior, next, file } = answer;
  const headers = {
    'content-type': `${TYPES[format]}; charset=utf-8`,
    ...named(POSITION, standing.position),
    etag,
    'cache-control': 'private, no-cache',
    ...named(PRIOR_POSITION, prior?.position),
    ...named(NEXT, next),
    ...named(
      'content-disposition',
      format === 'json' || file === undefined ? undefined : dispositionOf(format, file, answer),
    ),
    ...stoppedHeaders(stops),
    ...named(ANSWERED_FROM, isFromLog ? 'log' : undefined),
    ...named(LIMITED_TO, cutTo === undefined ? undefined : 'rights'),
  };
  if (isNamedBy(ifNoneMatch, etag)) return { status: 304, headers, body: undefined };
  return { status: 200, headers, body: piecesOf(answer, format, stops, { isFromLog, cutTo }) };
}

export function stoppedHeaders(stops: readonly StreamStop[]): Record<string, string> {
  return named(STOPPED, stops.length === 0 ? undefined : stoppedHeader(stops));
}

/** That a stream waits for an operator is about now, whatever the position, and so is part of the tag. */
function tagOf({ standing, prior }: Answer, versions: readonly string[], stops: readonly StreamStop[]): string {
  const basis = prior === undefined ? standing.basis : `${standing.basis};${prior.basis}`;
  return entityTag([basis, standing.readModel, ...versions, ...Object.values(stoppedHeaders(stops))]);
}

/** With what the answer lacks: a field in JSON, a banner on a page. CSV and text have the header alone. */
function piecesOf(
  answer: Answer,
  format: Format,
  stops: readonly StreamStop[],
  { isFromLog, cutTo }: Pick<Asked, 'isFromLog' | 'cutTo'>,
): Pieces {
  switch (format) {
    case 'json':
      return jsonPieces({
        ...answer.json(),
        ...(isFromLog === true ? { answeredFrom: 'log' } : {}),
        ...(cutTo === undefined ? {} : { limitedTo: 'rights' }),
        ...(stops.length === 0 ? {} : { stopped: stops.map(stopAnswer) }),
      });
    case 'html':
      return pagesWithStops(made(answer, format), stops);
    case 'csv':
    case 'text':
      return made(answer, format);
  }
}

/** The first piece of a page holds all of its head. */
function* pagesWithStops(pieces: Pieces, stops: readonly StreamStop[]): Generator<string> {
  let isFirst = true;
  for (const piece of pieces) {
    yield isFirst ? pageWithStops(piece, stops) : piece;
    isFirst = false;
  }
}

/** A format that a read does not have is refused with its query, long before. */
function made(answer: Answer, format: Exclude<Format, 'json'>): Pieces {
  const text = answer[format]?.();
  if (text === undefined) throw new Error(`the answer has no form ${format}`);
  return asPieces(text);
}

function named(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name.toLowerCase()]: value };
}
