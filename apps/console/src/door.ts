import { Doorkeeper, Problem, ruled, ruleOf } from '#platform';
import type { FastifyRequest } from 'fastify';

/** Answered to a page of the console alone, as it changes something. */
interface OwnPageRule {
  kind: 'own-page';
  why: string;
  /** Whether a form may be posted, which cannot carry the header. */
  takesForms: boolean;
}

/** Passed on to a service, which decides who may; what changes something is passed on for a page of the console alone. */
export interface PassedOnRule {
  kind: 'passed-on';
  why: string;
}

type ConsoleRule = OwnPageRule | PassedOnRule | { kind: 'open'; why: string };

export function OwnPage(why: string, { takesForms = false } = {}): MethodDecorator {
  return ruled({ kind: 'own-page', why, takesForms } satisfies OwnPageRule);
}

/** Sent with whatever changes something: no page of another origin can send it without being asked first, and nobody is let through who asks. */
const HEADER = 'ledger-console';

/** Lets nothing in that a page of others could have had a browser send along with its cookie. Who somebody is decide the services behind. */
export class ConsoleDoor extends Doorkeeper {
  override readonly varyBy = 'cookie';
  override readonly knowsCallers = false;

  constructor(private readonly origin: string) {
    super();
  }

  override admit(request: FastifyRequest): Promise<void> {
    const rule = ruleOf(request) as ConsoleRule | undefined;
    if (rule === undefined) return Promise.reject(new Problem('forbidden', NO_RULE));
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    return isRead || this.isOwnPage(request, rule) ? Promise.resolve() : Promise.reject(new Problem('cross-site'));
  }

  /** Every browser names the origin of what is no plain read; who names none is none, or no page. */
  private isOwnPage(request: FastifyRequest, rule: ConsoleRule): boolean {
    const { origin, [HEADER]: header, 'sec-fetch-site': site = 'same-origin' } = request.headers;
    const isMarked = header === '1' || (rule.kind === 'own-page' && rule.takesForms && isForm(request));
    return isMarked && origin === this.origin && site === 'same-origin';
  }
}

export function isForm({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
}

const NO_RULE = {
  zh: '这个地址没有说明谁可以访问，因此谁也不能访问。',
  en: 'Nothing says who may ask for this address, so that nobody may.',
};
