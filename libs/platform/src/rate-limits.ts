import rateLimit, { type CreateRateLimitOptions } from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Doorkeeper } from './doorkeeper';
import { isHealth } from './management';
import { Problem } from './problem';
import { sendProblem } from './problem-filter';

/** A second of many requests is no flood; ten of them are. */
const WINDOW_SECONDS = 10;
/** So many addresses and so many actors are told apart; of more, those that came longest ago begin anew. */
const TOLD_APART = 20_000;

type Check = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * Bounds how often one client address and one actor may ask. The address is asked about before anybody is identified, for that costs work; the
 * actor behind that, for one who asks from many addresses is still one. Health is answered always.
 */
export async function limitRates(
  app: NestFastifyApplication,
  { perAddress, perActor }: { perAddress: number; perActor: number },
): Promise<{ byAddress: () => void; byActor: (door: Doorkeeper | undefined) => void }> {
  await app.register(rateLimit, { global: false, cache: TOLD_APART });
  const fastify = app.getHttpAdapter().getInstance();
  const check = (max: number, keyOf: (request: FastifyRequest) => string): Check =>
    fastify.createRateLimit({
      max: max * WINDOW_SECONDS,
      timeWindow: WINDOW_SECONDS * 1_000,
      keyGenerator: keyOf,
    } satisfies CreateRateLimitOptions);
  return {
    byAddress: () => {
      if (perAddress === 0) return;
      const ofAddress = check(perAddress, ({ ip }) => ip);
      fastify.addHook('onRequest', (request, reply) => bounded(request, reply, ofAddress, perAddress, ADDRESS));
    },
    byActor: (door) => {
      if (perActor === 0 || door === undefined) return;
      const ofActor = check(perActor, (request) => door.callerOf(request) ?? '');
      fastify.addHook('onRequest', (request, reply) =>
        door.callerOf(request) === undefined ? DONE : bounded(request, reply, ofActor, perActor, ACTOR),
      );
    },
  };
}

const DONE = Promise.resolve();
const ADDRESS = { zh: '该地址', en: 'this address' };
const ACTOR = { zh: '该操作人', en: 'this actor' };

async function bounded(
  request: FastifyRequest,
  reply: FastifyReply,
  check: Check,
  perSecond: number,
  whose: { zh: string; en: string },
): Promise<void> {
  if (isHealth(request.url)) return;
  const checked = await check(request);
  if (checked.isAllowed || !checked.isExceeded) return;
  const zh = `${whose.zh}的请求超过每秒 ${perSecond} 次；请在 ${checked.ttlInSeconds} 秒后重试。`;
  const en = `More than ${perSecond} requests a second came from ${whose.en}; try again in ${checked.ttlInSeconds} s.`;
  // What was not begun may be sent again as it was.
  sendProblem(reply, new Problem('too-many-requests', { zh, en }, { limit: perSecond }, checked.ttlInSeconds));
}
