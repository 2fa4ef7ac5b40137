import { type SubscriptionFilter } from '@budget-ledger/client';
import { useEffect, useRef, useState } from 'preact/hooks';

import { ledger } from './ledger';
import { useOnline } from './online';

export type LiveStanding = 'connected' | 'reconnecting' | 'off';

export interface Live {
  /** Grows with each change that the filter selects; what is read again when it grows is up to date. */
  changes: number;
  standing: LiveStanding;
}

/** How long changes are gathered before a page reads again, so that a thousand of them are one reading. */
const GATHER_MS = 250;

/**
 * Follows the changes behind a position. Nothing is followed without one, which is how a page of history stands still and how a page
 * waits until it has shown something.
 */
export function useLive(filter: SubscriptionFilter, position: string | undefined): Live {
  const [live, setLive] = useState<Live>({ changes: 0, standing: 'off' });
  const isOnline = useOnline();
  const from = useRef(position);
  from.current = position;
  const isOn = position !== undefined;
  const key = JSON.stringify(filter);
  useEffect(() => {
    if (!isOn) {
      setLive((last) => ({ ...last, standing: 'off' }));
      return undefined;
    }
    const ender = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setLive((last) => ({ ...last, changes: last.changes + 1 }));
      }, GATHER_MS);
    };
    void ledger
      .subscribe(JSON.parse(key) as SubscriptionFilter, {
        signal: ender.signal,
        ...(from.current === undefined ? {} : { from: from.current }),
        onMessage: ({ event }) => {
          if (event === 'change' || event === 'stopped') changed();
        },
        onStanding: (standing) => setLive((last) => (last.standing === standing ? last : { ...last, standing })),
        onBeginAgain: changed,
      })
      .catch(() => setLive((last) => ({ ...last, standing: 'off' })));
    return () => {
      clearTimeout(timer);
      ender.abort();
    };
  }, [key, isOn]);
  // The browser knows at once that the network is gone, the connection may notice much later.
  return isOn && !isOnline ? { ...live, standing: 'reconnecting' } : live;
}
