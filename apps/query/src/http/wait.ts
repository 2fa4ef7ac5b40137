import { setTimeout as pause } from 'node:timers/promises';

import { sightOf } from '#access';
import { currentEnd } from '#basics';
import { formatPosition, parseAsOf, parsePosition, type Position, streamOf } from '#domain';
import { Problem } from '#platform';
import {
  type Database,
  NothingServed,
  type ReadModels,
  readStops,
  stopBefore,
  waitForPosition,
  waitForRevision,
} from '#read-model';
import type { FastifyRequest } from 'fastify';

import type { QueryOptions } from '../configuration';
import { partsOfId } from './subscription-id';
import { MIN_POSITION } from './headers';
import { streamOfParams } from './place-of-request';
import { streamStopped } from './stops';
import { stopsFor, stopsSeen } from './stops-for';
import { invalidRequest } from './valid';
import { VERSION_FIELDS } from './version';

const POSITION_TIMEOUT_MS = 10_000;
const SERVED_AGAIN_MS = 50;

/** The tables that a read is answered from. Who names a position that they must hold waits for the first ones as well, as long as for the position. */
export async function servedFor(
  readModels: Pick<ReadModels, 'serving'>,
  { positionTimeoutMs = POSITION_TIMEOUT_MS }: QueryOptions,
  request: FastifyRequest,
): Promise<Database> {
  const isWaited = request.headers[MIN_POSITION.toLowerCase()] !== undefined;
  const deadline = Date.now() + (isWaited ? positionTimeoutMs : 0);
  for (;;) {
    try {
      return (await readModels.serving()).database;
    } catch (error) {
      if (!(error instanceof NothingServed) || Date.now() + SERVED_AGAIN_MS > deadline) throw error;
    }
    await pause(SERVED_AGAIN_MS);
    currentEnd()?.throwIfAborted();
  }
}

/** Waits for what a read asks about; throws where a stopped stream keeps it from being answered. */
export async function waitForAsked(database: Database, options: QueryOptions, request: FastifyRequest): Promise<void> {
  const asked = request.headers[MIN_POSITION.toLowerCase()];
  if (asked !== undefined) await reach(database, options, request, { text: String(asked), field: MIN_POSITION });
  const query = request.query as Record<string, unknown>;
  for (const field of VERSION_FIELDS) {
    const text = query[field];
    // What cannot be read is answered by the read itself, which names the field.
    const asOf = typeof text === 'string' ? parseAsOf(text) : undefined;
    if (asOf?.kind === 'position') await reach(database, options, request, { text: String(text), field });
    if (asOf?.kind === 'revision') await reachRevision(database, options, request, asOf.revision);
  }
}

async function reach(
  database: Database,
  options: QueryOptions,
  request: FastifyRequest,
  asked: { text: string; field: string },
): Promise<void> {
  const position = await reachPosition(database, options, asked);
  const stops = await stopsFor(database, request);
  const stop = await stopBefore(database, stops, position);
  if (stop !== undefined) throw streamStopped(stop, asked.text);
}

/** A position or a revision of the future may come to hold something; a moment is asked about as far as it is known. */
async function reachRevision(
  database: Database,
  { positionTimeoutMs = POSITION_TIMEOUT_MS }: QueryOptions,
  request: FastifyRequest,
  revision: number,
): Promise<void> {
  const stream = streamOfParams(request.params);
  if (stream === undefined) return;
  const key = streamOf(stream);
  const stops = stopsSeen(await readStops(database, stream), sightOf(request).scope);
  const stop = stops.find((one) => one.revision < revision);
  if (stop !== undefined) throw streamStopped(stop, revision);
  const { reached, standing } = await waitForRevision(database, key, revision, positionTimeoutMs);
  if (reached) return;
  throw revisionNotReached(key, { asked: revision, standing });
}

export function revisionNotReached(stream: string, { asked, standing }: { asked: number; standing: number }): Problem {
  const detail = {
    zh: `要求第 ${asked} 版，${stream} 目前为第 ${standing} 版；稍后重试即可。`,
    en: `Asked for revision ${asked}, ${stream} stands at revision ${standing}; try again later.`,
  };
  return new Problem('position-not-reached', detail, { asked, revision: standing });
}

/** Waits until the tables hold a position. Throws the problem that says where they stand, or that the text is no position. */
export async function reachPosition(
  database: Database,
  { positionTimeoutMs = POSITION_TIMEOUT_MS }: QueryOptions,
  { text, field }: { text: string; field: string },
): Promise<Position> {
  // An event's id is taken for its position.
  const position = parsePosition(partsOfId(text).position);
  if (position === undefined) {
    throw invalidRequest([
      { field, message: '应为以逗号分隔的 分区:偏移 对。 must be partition:offset pairs separated by commas' },
    ]);
  }
  const answer = await waitForPosition(database, position, positionTimeoutMs);
  if (answer.reached) return position;
  const standing = formatPosition(answer.standing);
  const detail = {
    zh: `要求 ${text}，目前为 ${standing === '' ? '空' : standing}；稍后重试即可。`,
    en: `Asked for ${text}, the tables stand at ${standing === '' ? 'nothing' : standing}; try again later.`,
  };
  throw new Problem('position-not-reached', detail, { asked: text, position: standing });
}
