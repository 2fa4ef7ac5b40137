import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import fastifyStatic from '@fastify/static';
import { ConfigError, Problem, ruledConfig, sendProblem } from '#platform';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { type ConsoleSettings, SETTINGS } from '../configuration';
import { rightHost } from '../right-host';

const rule = { kind: 'open', why: 'the pages are the same for everybody; figures are asked for under /v1' };
const INDEX = 'index.html';
/** Vite names these by a hash of what they hold. */
const HASHED = /^assets\//;

/** The front end as it was compiled. Every address that is no file is one of its pages. */
@Injectable()
export class Files implements OnModuleInit {
  private readonly names: ReadonlySet<string>;

  /** Throws ConfigError where the front end has not been compiled. */
  constructor(
    @Inject(SETTINGS) private readonly settings: ConsoleSettings,
    private readonly host: HttpAdapterHost,
  ) {
    const { webFolder } = settings;
    if (!existsSync(join(webFolder, INDEX))) {
      throw new ConfigError(
        `控制台的页面尚未编译（${webFolder}）：请运行 npm run build。 ` +
          `The pages of the console are not compiled (${webFolder}): npm run build makes them.`,
      );
    }
    this.names = new Set(namesIn(webFolder));
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    void fastify.register(fastifyStatic, { root: this.settings.webFolder, serve: false, cacheControl: false });
    void fastify.register((scope, _, done) => {
      scope.get('/*', { config: ruledConfig(rule) }, (request, reply) => this.answer(request, reply));
      done();
    });
  }

  private answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const name = new URL(request.url, 'http://console.invalid').pathname.slice(1);
    if (name !== INDEX && this.names.has(name)) {
      const lives = HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
      return reply.header('cache-control', lives).sendFile(name);
    }
    const isPage = !HASHED.test(name) && !name.startsWith('v1/') && /\btext\/html\b/.test(request.headers.accept ?? '');
    if (!isPage) {
      sendProblem(reply, new Problem('not-found'));
      return reply;
    }
    const right = rightHost(request, this.settings.url);
    return right === undefined ? reply.header('cache-control', 'no-cache').sendFile(INDEX) : reply.redirect(right, 307);
  }
}

function namesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
