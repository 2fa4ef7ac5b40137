import type { AccessRecord } from '#wire';

import type { Principal } from '../principal';

/** By what a caller came, and from where. */
export interface Origin {
  way: AccessRecord['way'];
  address?: string;
}

/** What somebody did, or was not let do. Nothing of a token or of a claim that was refused may stand in any of its fields. */
export interface Act extends Origin {
  actor?: string;
  how?: Principal['identified']['by'];
  /** What was asked for, such as `post`, and of what, such as `361100/126`. */
  action: string;
  resource?: string;
}

export interface Attempt extends Act {
  /** The code of the problem that it was refused by. */
  code: string;
}

/**
 * Is told who tried in vain to do what, and who read much at once. Telling costs a moment, never fails and never waits, whatever becomes of
 * what was told: nobody's answer hangs on it.
 */
export abstract class AccessTrace {
  abstract attempt(attempt: Attempt): void;
  abstract read(read: Act): void;
}

class NoTrace extends AccessTrace {
  override attempt(): void {
    // Nobody hears of it.
  }
  override read(): void {
    // Nobody hears of it.
  }
}

/** For whoever keeps no trace, such as a test of something else. */
export const NO_TRACE: AccessTrace = new NoTrace();
