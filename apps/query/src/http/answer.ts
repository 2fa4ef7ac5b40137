import type { Scope } from '#access';
import type { Bilingual } from '#platform';
import type { StandsOn } from '#read-model';

import type { Pieces } from './pieces';

/** What an answer stands on; the stream's own revision and more may stand beside it. */
type Standing = Pick<StandsOn, 'position' | 'basis' | 'recordedAt' | 'readModel'>;

/** What an answer can be sent as. */
interface Bodies<Json extends object = object> {
  json: () => Json;
  csv?: () => string | Pieces;
  html?: () => string | Pieces;
  text?: () => string;
}
export type Format = keyof Bodies;

/**
 * What a read answers, before HTTP says it: what it stands on, and its forms, of which only the one that is asked for is made.
 * Headers, tag, file name and 304 come from it in one place, respond.ts.
 */
export interface Answer<Json extends object = object> extends Bodies<Json> {
  standing: Standing;
  /** Where the earlier of two states stands that the answer compares. */
  prior?: Pick<StandsOn, 'position' | 'basis'> | undefined;
  /** Where the next page begins. */
  next?: string | undefined;
  /** What a file of it is called; what is sent as JSON alone needs no name. */
  file?: string;
  /** Which version it is, in words; empty for the current budget. */
  label?: string;
}

/** What is asked about is not known, which is not zero. It is answered 404 in one place, respond.ts. */
export class Unknown {
  constructor(
    readonly detail: Bilingual,
    readonly besides: Readonly<Record<string, unknown>> = {},
    /** The same for who may not know all that it tells. */
    readonly cutTo: (scope: Scope) => Unknown = () => this,
  ) {}
}
