import type { ServerResponse } from 'node:http';

import { METRICS } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Gauge, type Registry } from 'prom-client';

import { FairQueue } from './fair-queue';

/** So many are made at once: as many as have a processor and some connections, and leave most of both to others. */
const MADE_AT_ONCE = 2;
/** So many are in memory, made or on their way to readers that take them slowly. */
const HELD_AT_ONCE = 12;
/** Whoever takes a byte now and then keeps nobody waiting for ever. */
const SENT_WITHIN_MS = 300_000;

/** A read that is being made, and then sent. Both may be said more than once. */
export interface LargeRead {
  /** Its answer is made; from here on it goes with what is sent. */
  made(response: ServerResponse): void;
  /** It is answered otherwise. */
  over(): void;
}

/**
 * Reads of whole divisions, of which few are made at a time. The others wait, those of each client address in their turn, until they have
 * waited for as long as a read may take; reads of units and departments go past them.
 */
@Injectable()
export class LargeReads {
  private making = 0;
  private sending = 0;
  private readonly queue = new FairQueue();

  constructor(@Inject(METRICS) registry: Registry) {
    const states = { waiting: () => this.queue.length, making: () => this.making, sending: () => this.sending };
    new Gauge({
      name: 'query_large_reads',
      help: 'Reads of whole divisions by where they are: waiting for their turn, being made, or on their way to their reader',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        for (const [state, count] of Object.entries(states)) this.set({ state }, count());
      },
    });
  }

  /** Waits for a place. Fails with the reason of `end`. */
  async enter(owner: string, end: AbortSignal): Promise<LargeRead> {
    if (this.queue.length === 0 && this.hasPlace()) this.making += 1;
    else await this.queue.wait(owner, end);
    let state: 'making' | 'sending' | 'over' = 'making';
    const over = (): void => {
      if (state === 'making') this.making -= 1;
      if (state === 'sending') this.sending -= 1;
      state = 'over';
      this.callOthers();
    };
    return {
      over,
      made: (response) => {
        if (state !== 'making') return;
        if (response.writableFinished || response.destroyed) {
          over();
          return;
        }
        state = 'sending';
        this.making -= 1;
        this.sending += 1;
        const timer = setTimeout(() => response.destroy(), SENT_WITHIN_MS).unref();
        const sent = (): void => {
          clearTimeout(timer);
          over();
        };
        response.once('finish', sent).once('close', sent);
        this.callOthers();
      },
    };
  }

  private hasPlace(): boolean {
    return this.making < MADE_AT_ONCE && this.making + this.sending < HELD_AT_ONCE;
  }

  /** Whoever is called on has his place at once, and goes on in it a little later. */
  private callOthers(): void {
    while (this.hasPlace() && this.queue.callNext()) this.making += 1;
  }
}

/** What is read of a division's year as a whole; its units come page by page, and what its departments have now stands summed up. */
export function isLarge({ routeOptions: { url = '' }, query }: FastifyRequest): boolean {
  if (!url.startsWith('/v1/divisions/:division/years/')) return false;
  const { asOf, effectiveOn } = query as Record<string, unknown>;
  return !url.endsWith('/departments') || (asOf ?? effectiveOn) !== undefined;
}
