import { Turns } from './turns';

/** Work that can stop between its pieces, and what it comes to. Whoever runs it says whether others have turns in between. */
export type Steps<T> = Generator<void, T>;

/** For a program that nobody else waits for. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Others have the event loop after every few milliseconds. */
export async function stepByStep<T>(steps: Steps<T>): Promise<T> {
  const turns = new Turns();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await turns.next();
  }
}
