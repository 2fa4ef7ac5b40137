import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What a page may send besides what every page may, and what it may read of an answer. */
const ASKED = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'Last-Event-ID',
  'Ledger-Min-Position',
  'X-Correlation-Id',
];
const TOLD = [
  'ETag',
  'Content-Disposition',
  'Retry-After',
  'Ledger-Position',
  'Ledger-Prior-Position',
  'Ledger-Next',
  'Ledger-Answered-From',
  'Ledger-Stopped',
];

/** Lets pages of these origins read answers; without any, browsers let none. Tokens are sent by the page itself, so that no cookie needs to be. */
export async function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ASKED,
    exposedHeaders: TOLD,
    credentials: false,
    maxAge: 600,
  });
}
