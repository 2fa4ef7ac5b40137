import type { LiveStanding } from '../api/live';
import { COMMON } from '../words/common';
import { useWords } from '../words/language';

/** Whether what is shown follows what happens. */
export function LiveMark({ standing }: { standing: LiveStanding }) {
  const words = useWords(COMMON);
  if (standing === 'off') return null;
  const isLost = standing === 'reconnecting';
  return (
    <span class={isLost ? 'standing no-print lost' : 'standing no-print'} role="status">
      {isLost ? words.reconnecting : words.live}
    </span>
  );
}
