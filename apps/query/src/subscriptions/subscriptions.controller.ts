import type { OutgoingHttpHeaders } from 'node:http';

import { Identity, type Principal, sightOf } from '#access';
import { parsePosition } from '#domain';
import { EVENT_STREAM_HEADERS, Problem } from '#platform';
import { nextAfter, type ReadModels, type Standing } from '#read-model';
import { Controller, Get, Headers, Inject, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { READ_MODELS, OPTIONS, type QueryOptions } from '../configuration';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { reachPosition } from '../http/wait';
import { ChangeFeed } from './change-feed';
import { ApiSubscription, LAST_EVENT_ID } from './docs';
import { partsOfId } from '../http/subscription-id';
import { EventStream } from './event-stream';
import { Followers } from './followers';
import { Subscriber } from './subscriber';
import { subscriptionQuery } from './subscription-request';

const KEEP_ALIVE_MS = 30_000;

/** Changes as they happen, as server-sent events. */
@ApiTags('subscriptions')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly feed: ChangeFeed,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(OPTIONS) private readonly options: QueryOptions,
    private readonly identity: Identity,
    private readonly followers: Followers,
  ) {}

  @Get()
  @ApiSubscription()
  async subscribe(
    @Query() query: unknown,
    @Headers(LAST_EVENT_ID.toLowerCase()) lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { log, ...filter } = valid(subscriptionQuery, query);
    reply.raw.once('close', this.feed.takePlace(request.ip, holderOf(this.identity.principalOf(request))));
    const standing = await this.feed.standing();
    requireLog(log, standing);
    const { scope, isCut, isOver } = sightOf(request);
    const { position, stops, within } = partsOfId(lastEventId ?? '');
    const from = position === '' ? undefined : await this.placeOf(position, standing);
    if (request.raw.destroyed) return;
    if (request.method === 'HEAD') {
      this.onlyHead(reply);
      return;
    }
    const stream = this.open(request, reply, () => this.feed.remove(subscriber));
    const seen = { ...filter, ...(isCut ? { scope } : {}) };
    const subscriber = new Subscriber(seen, stream, from, stops, isOver);
    // Its ids were given under other rights.
    if (from !== undefined && within !== subscriber.within) stream.comeAgain('rights-changed');
    if (stops !== undefined) subscriber.tellStopped(standing);
    if (!stream.isOpen) return;
    reply.raw.once('close', this.followers.add(this.identity.principalOf(request), filter));
    this.feed.add(subscriber);
  }

  /** The reader's place; one that the tables have not reached is waited for, and then the reader has to come again. */
  private async placeOf(lastEventId: string, { next }: Standing): Promise<ReadonlyMap<number, number>> {
    const asked = parsePosition(lastEventId);
    const isReached = asked !== undefined && [...asked].every(([p, offset]) => offset < (next.get(p) ?? 0));
    if (isReached) return nextAfter(asked);
    const { database } = await this.readModels.serving();
    return nextAfter(await reachPosition(database, this.options, { text: lastEventId, field: LAST_EVENT_ID }));
  }

  /** Whoever asks for the headers alone is answered at once, and subscribes to nothing. */
  private onlyHead(reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200, EVENT_STREAM_HEADERS).end();
  }

  /** From here on the answer is ours and no framework's: it never ends by itself, and is written piece by piece. */
  private open({ raw: { socket } }: FastifyRequest, reply: FastifyReply, onClose: () => void): EventStream {
    reply.hijack();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    // With what every answer tells browsers, which was set before.
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders),
      ...EVENT_STREAM_HEADERS,
      vary: 'authorization',
    });
    return new EventStream(reply.raw, this.feed.limits, onClose);
  }
}

/** A name counts together with the way by which it is known. */
function holderOf({ actor, identified }: Principal): string {
  return `${identified.by} ${actor}`;
}

function requireLog(log: string | undefined, standing: Standing): void {
  if (log === undefined || standing.log === undefined || log === standing.log) return;
  const detail = {
    zh: `该读者的位置属于账本 ${log}，此处为 ${standing.log}；请不带编号重新订阅。`,
    en: `Your position belongs to the log ${log}, this is ${standing.log}; subscribe again without an id.`,
  };
  throw new Problem('other-log', detail, { asked: log, log: standing.log });
}
