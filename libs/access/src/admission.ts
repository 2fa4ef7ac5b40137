import { Doorkeeper, Problem, ruleOf } from '#platform';
import type { FastifyRequest } from 'fastify';

import { certificateOf } from './client-certificate';
import type { Identity } from './identity';
import type { Demand, ReadAction } from './may';
import type { Permits, Rights } from './rights';
import type { ListRule, RouteRule, WholeRule } from './route-rules';
import { NOTHING, Scope } from './scope';
import { type AccessTrace, type Act, NO_TRACE } from './trace/access-trace';
import { actOf, type Asking, isOfMuch, isRefusal } from './trace/act-of-request';
import { isTold } from './trace/told';

/** Why somebody sees no more what they saw. */
export type EndOfSight = 'rights-changed' | 'token-expired';

/** What somebody may see of what a request asks for. */
export interface Sight {
  scope: Scope;
  /** A list does not hold all that was asked for, whether there is anything else or not. */
  isCut: boolean;
  /** What they may read by another action than the route's. */
  scopeOf: (action: ReadAction) => Scope;
  /** Why an answer that goes on and on has to end: who asked is known no more, or may read something else than when they did. */
  isOver: () => Promise<EndOfSight | undefined>;
}

type Seen = Pick<Sight, 'scope' | 'isCut'>;

const GOES_ON: Sight['isOver'] = () => Promise.resolve(undefined);

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
    /** Whether who does not say who they are is shown what is published. */
    private readonly isPublic = false,
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
    if (rule.kind === 'self' && !comesWithSomething(request)) return;
    if (this.isPublic && rule.kind === 'whole' && !comesWithSomething(request) && isPublished(rule, request)) {
      asked.demands = rule.reads(askedBy(request));
      seen.set(request, { scope: scopeAround(asked.demands), isCut: false, scopeOf: () => NOTHING, isOver: GOES_ON });
      return;
    }
    await this.identity.admit(request);
    if (rule.kind === 'commands' || rule.kind === 'self') return;
    asked.action = rule.action;
    const permits = this.rights.of(this.identity.principalOf(request));
    const { scope, isCut } =
      rule.kind === 'list' ? seenOfList(request, rule, permits, asked) : seenWhole(request, rule, permits, asked);
    const scopeOf = (action: ReadAction): Scope => permits.scope(action);
    seen.set(request, { scope, isCut, scopeOf, isOver: () => this.endOf(request, rule, scope) });
  }

  /** Who cannot be known at the moment may be known in the next one. */
  private async endOf(request: FastifyRequest, rule: ReadRule, scope: Scope): Promise<EndOfSight | undefined> {
    try {
      await this.identity.admit(request);
      const now = scopeBy(rule, this.rights.of(this.identity.principalOf(request)));
      return now.mark === scope.mark ? undefined : 'rights-changed';
    } catch (error) {
      const { code, status } = error instanceof Problem ? error.details : { code: '', status: 500 };
      if (status >= 500) return undefined;
      return code === 'token-expired' ? 'token-expired' : 'rights-changed';
    }
  }
}

function seenWhole(request: FastifyRequest, rule: WholeRule, permits: Permits, asked: Asking): Seen {
  asked.demands = rule.reads(askedBy(request));
  const problem = permits.refusal(rule.action, asked.demands, {});
  if (problem !== undefined) throw problem;
  return { scope: scopeBy(rule, permits), isCut: false };
}

function seenOfList(request: FastifyRequest, rule: ListRule, permits: Permits, asked: Asking): Seen {
  const from = rule.from(askedBy(request));
  asked.demands = [from];
  const scope = scopeBy(rule, permits);
  if (!scope.touches(from)) throw permits.lacking(rule.action, from);
  return { scope, isCut: !scope.covers(from) };
}

function isPublished(rule: WholeRule, request: FastifyRequest): boolean {
  return rule.isPublished?.(askedBy(request)) === true;
}

/** What is answered, and nothing besides. */
function scopeAround(demands: readonly Demand[]): Scope {
  return new Scope(
    demands.map(({ division, department, year }) => ({
      ...(division === undefined ? {} : { divisions: [division] }),
      ...(department === undefined ? {} : { departments: [department] }),
      ...(year === undefined ? {} : { years: { from: year, to: year } }),
    })),
  );
}

type ReadRule = WholeRule | ListRule;

function scopeBy(rule: ReadRule, permits: Permits): Scope {
  const scope = permits.scope(rule.action);
  if (rule.kind !== 'list') return scope;
  if (rule.isOfStreams === true) return scope.ofStreams;
  return rule.isOfDepartments === true ? scope.ofDepartments : scope;
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
