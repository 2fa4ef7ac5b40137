import { Doorkeeper, Problem, ruleOf } from '#platform';
import type { FastifyRequest } from 'fastify';

import type { Identity } from './identity';
import type { Demand, ReadAction } from './may';
import type { Principal } from './principal';
import type { Permits, Rights } from './rights';
import type { ListRule, RouteRule, WholeRule } from './route-rules';
import { NOTHING, type Scope } from './scope';

/** What somebody may see of what a request asks for. */
export interface Sight {
  scope: Scope;
  /** A list does not hold all that was asked for, whether there is anything else or not. */
  isCut: boolean;
}

/** What was said to a request, for whoever keeps a trace of it. */
export interface Verdict {
  request: FastifyRequest;
  /** Nobody where they were not known. */
  principal?: Principal;
  action?: ReadAction;
  /** Where what was asked for stands. */
  demands: readonly Demand[];
  /** Why it was refused; nothing where it was let in. */
  problem?: Problem;
}

const seen = new WeakMap<FastifyRequest, Sight>();

/** What the caller of a request may see. A request that nobody has let in sees nothing, and its answer is a fault. */
export function sightOf(request: FastifyRequest): Sight {
  const sight = seen.get(request);
  if (sight === undefined) throw new Error(`nobody was asked whether ${request.url} may be read`);
  return sight;
}

/** Lets a request in by what its route asks for, before anything is read for it: the one place that does. */
export class Admission extends Doorkeeper {
  constructor(
    private readonly identity: Identity,
    private readonly rights: Rights,
    private readonly tell: (verdict: Verdict) => void = () => undefined,
  ) {
    super();
  }

  override async admit(request: FastifyRequest): Promise<void> {
    const told: Verdict = { request, demands: [] };
    try {
      await this.decide(request, told);
    } catch (error) {
      if (error instanceof Problem) told.problem = error;
      throw error;
    } finally {
      this.tell(told);
    }
  }

  override answered(request: FastifyRequest, status: number, problem: Problem | undefined): void {
    this.identity.answered(request, status, problem);
  }

  private async decide(request: FastifyRequest, told: Verdict): Promise<void> {
    const rule = ruleOf(request) as RouteRule | undefined;
    if (rule === undefined) throw new Problem('forbidden', NO_RULE);
    if (rule.kind === 'list' && rule.isForEverybody === true && request.headers.authorization === undefined) {
      seen.set(request, { scope: NOTHING, isCut: true });
      return;
    }
    await this.identity.admit(request);
    told.principal = this.identity.principalOf(request);
    if (rule.kind === 'commands') return;
    told.action = rule.action;
    const permits = this.rights.of(told.principal);
    seen.set(
      request,
      rule.kind === 'list' ? seenOfList(request, rule, permits, told) : seenWhole(request, rule, permits, told),
    );
  }
}

function seenWhole(request: FastifyRequest, rule: WholeRule, permits: Permits, told: Verdict): Sight {
  told.demands = rule.reads(askedBy(request));
  const problem = permits.refusal(rule.action, told.demands, {});
  if (problem !== undefined) throw problem;
  return { scope: permits.scope(rule.action), isCut: false };
}

function seenOfList(request: FastifyRequest, rule: ListRule, permits: Permits, told: Verdict): Sight {
  const from = rule.from(askedBy(request));
  told.demands = [from];
  const scope = permits.scope(rule.action);
  if (!scope.touches(from) && rule.isForEverybody !== true) throw permits.lacking(rule.action, from);
  return { scope, isCut: !scope.covers(from) };
}

function askedBy({ params, query }: FastifyRequest): {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
} {
  return { params: params as Record<string, unknown>, query: query as Record<string, unknown> };
}

const NO_RULE = {
  zh: '这个地址没有说明谁可以访问，因此谁也不能访问。',
  en: 'Nothing says who may ask for this address, so that nobody may.',
};
