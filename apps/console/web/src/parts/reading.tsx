import type { ComponentChildren } from 'preact';

import type { Read } from '../api/use-read';
import { COMMON } from '../words/common';
import { useWords } from '../words/language';
import { ProblemNote } from './problem';

interface Stopped {
  stopped?: readonly { stream: string; reason: string }[];
}

/** A part of a page that stands on an answer: it is awaited, it came, or it could not be had, and each has its look. */
export function Reading<T>({
  of,
  rows = 6,
  children,
}: {
  of: Read<T>;
  rows?: number;
  children: (data: T) => ComponentChildren;
}) {
  const words = useWords(COMMON);
  const { data, problem, isLoading, again } = of;
  const stopped = (data as Stopped | undefined)?.stopped ?? [];
  return (
    <div class="reading" aria-busy={isLoading}>
      {problem !== undefined && <ProblemNote problem={problem} again={again} />}
      {stopped.map(({ stream }) => (
        <p key={stream} class="banner stopped" role="status">
          {words.stoppedStream(stream)}
        </p>
      ))}
      {data !== undefined ? children(data) : problem === undefined && <Skeleton rows={rows} />}
    </div>
  );
}

/** Keeps the place of what is coming, so that nothing jumps when it is there. */
function Skeleton({ rows }: { rows: number }) {
  const words = useWords(COMMON);
  return (
    <div class="skeleton" role="status" aria-label={words.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}
