import { Doorkeeper, Problem, ruleOf } from '#platform';
import type { FastifyRequest } from 'fastify';

import { certificateOf } from './client-certificate';
import type { Identity } from './identity';
import type { Permits, Rights } from './rights';
import type { ListRule, RouteRule, WholeRule } from './route-rules';
import { NOTHING, type Scope } from './scope';
import { type AccessTrace, type Act, NO_TRACE } from './trace/access-trace';
import { actOf, type Asking, isOfMuch, isRefusal } from './trace/act-of-request';
import { isTold } from './trace/told';

/** What somebody may see of what a request asks for. */
export interface Sight {
  scope: Scope;
  /** A list does not hold all that was asked for, whether there is anything else or not. */
  isCut: boolean;
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
  private readonly asked = new WeakMap<FastifyRequest, Asking>();

  constructor(
    private readonly identity: Identity,
    private readonly rights: Rights,
    private readonly trace: AccessTrace = NO_TRACE,
  ) {
    super();
  }

  override async admit(request: FastifyRequest): Promise<void> {
    const asked: Asking = { demands: [] };
    this.asked.set(request, asked);
    await this.decide(request, asked);
  }

  override callerOf(request: FastifyRequest): string | undefined {
    const principal = this.identity.knownOf(request);
    return principal && `${principal.identified.by} ${principal.actor}`;
  }

  /** Who was turned away is traced, whatever turned them away, unless it was told where it was decided; and so is who read much at once. */
  override answered(request: FastifyRequest, status: number, problem: Problem | undefined): void {
    const act = (): Act => actOf(request, this.identity.knownOf(request));
    const asked = this.asked.get(request);
    if (problem !== undefined) {
      if (isRefusal(problem) && !isTold(problem)) this.trace.attempt({ ...act(), code: problem.details.code });
    } else if (status < 400 && asked !== undefined && isOfMuch(request, asked)) this.trace.read(act());
  }

  private async decide(request: FastifyRequest, asked: Asking): Promise<void> {
    const rule = ruleOf(request) as RouteRule | undefined;
    if (rule === undefined) throw new Problem('forbidden', NO_RULE);
    if (rule.kind === 'list' && rule.isForEverybody === true && !comesWithSomething(request)) {
      seen.set(request, { scope: NOTHING, isCut: true });
      return;
    }
    await this.identity.admit(request);
    if (rule.kind === 'commands') return;
    asked.action = rule.action;
    const permits = this.rights.of(this.identity.principalOf(request));
    seen.set(
      request,
      rule.kind === 'list' ? seenOfList(request, rule, permits, asked) : seenWhole(request, rule, permits, asked),
    );
  }
}

function seenWhole(request: FastifyRequest, rule: WholeRule, permits: Permits, asked: Asking): Sight {
  asked.demands = rule.reads(askedBy(request));
  const problem = permits.refusal(rule.action, asked.demands, {});
  if (problem !== undefined) throw problem;
  return { scope: permits.scope(rule.action), isCut: false };
}

function seenOfList(request: FastifyRequest, rule: ListRule, permits: Permits, asked: Asking): Sight {
  const from = rule.from(askedBy(request));
  asked.demands = [from];
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

function comesWithSomething(request: FastifyRequest): boolean {
  return request.headers.authorization !== undefined || certificateOf(request) !== undefined;
}

const NO_RULE = {
  zh: '这个地址没有说明谁可以访问，因此谁也不能访问。',
  en: 'Nothing says who may ask for this address, so that nobody may.',
};
