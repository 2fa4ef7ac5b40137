import { purse, purseCodec, type PurseCommand, type PurseEvent } from '../support/counter';
import type { World } from './history';

/** The smallest world: amounts go into purses and out of them, and some are refused. */
export function purseWorld(streams: number): World<number, PurseCommand, PurseEvent> {
  return {
    decider: purse,
    codec: purseCodec,
    command: (scheduler) => {
      const command = { add: scheduler.below(20) - 8 };
      return { stream: `s/${scheduler.below(streams)}`, command, notBefore: 0 };
    },
    another: () => ({ add: 12 }),
  };
}
