import { fenOf, sumFen, yuanOf } from '#domain';
import type { Driver } from '#read-model';
import type { ComparedMeasure } from '#report';

/** The largest drivers of a change, and what all others come to, so that they add up to it. Nothing drives an unknown change. */
export function driven({ changeYuan }: ComparedMeasure, drivers: readonly Driver[] = []) {
  if (changeYuan === null) return { drivers: [], otherDriversYuan: null };
  const sum = sumFen(drivers.map(({ amountFen }) => amountFen));
  return {
    drivers: drivers.map(({ amountFen, ...event }) => ({ ...event, amountYuan: yuanOf(amountFen) })),
    otherDriversYuan: yuanOf(fenOf(changeYuan) - sum),
  };
}
