import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig, FastifyRequest } from 'fastify';

import { DOCUMENTS } from './documents';

/** A route that asks nobody who they are, and why it may be so. */
interface OpenRule {
  kind: 'open';
  why: string;
}

/** Says who may ask for what a route answers. A route that does not say it is refused to everybody; which rules there are is for the doorkeeper. */
export function ruled(rule: object, config: object = {}): MethodDecorator {
  return RouteConfig(ruledConfig(rule, config));
}

/** The same for a route that is registered without the framework. */
export function ruledConfig(rule: object, config: object = {}): FastifyContextConfig {
  return { ...config, rule } as FastifyContextConfig;
}

/** A route that is answered to everybody. */
export function Open(why: string): MethodDecorator {
  return ruled({ kind: 'open', why } satisfies OpenRule);
}

/** What the route of a request says; nothing where it says nothing. */
export function ruleOf({ routeOptions: { config, url = '' } }: FastifyRequest): object | undefined {
  // Swagger registers its page by itself, and its files.
  if (url === '/docs' || url.startsWith('/docs/') || DOCUMENTS.includes(url)) return DOCS;
  return (config as { rule?: object }).rule;
}

export function isOpen(rule: object | undefined): boolean {
  return rule !== undefined && 'kind' in rule && rule.kind === 'open';
}

const DOCS: OpenRule = { kind: 'open', why: 'the description of the interface is the same everywhere' };
