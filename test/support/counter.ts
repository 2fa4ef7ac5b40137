import type { Decider, StateCodec } from '#log';

/** The smallest domain that can accept and refuse: a purse that may not fall below zero. */
export type PurseCommand = { add: number };
export type PurseEvent = { type: 'added.v1'; data: { add: number } } | { type: 'refused.v1'; data: { had: number } };

export const purse: Decider<number, PurseCommand, PurseEvent> = {
  initial: 0,
  decide: (had, { add }) =>
    had + add < 0 ? { type: 'refused.v1', data: { had } } : { type: 'added.v1', data: { add } },
  evolve: (had, event) => (event.type === 'added.v1' ? had + event.data.add : had),
  read: ({ type, data }) => {
    if (type !== 'added.v1' && type !== 'refused.v1') throw new Error(`unknown event ${type}`);
    return { type, data } as PurseEvent;
  },
  refusalOf: (event) => (event.type === 'refused.v1' ? event.data : undefined),
  isLarge: (event) => event.type === 'added.v1' && event.data.add > 7,
};

export const purseCodec: StateCodec<number> = {
  version: 'purse-1',
  toJson: (had) => had,
  fromJson: Number,
};
