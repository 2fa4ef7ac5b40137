import { useEffect, useState } from 'preact/hooks';

import { type Read, useRead } from '../../api/use-read';
import type { Import } from './send-file';

const ASK_MS = 700;

/** An import, asked after again and again while it is being posted, also when an answer did not come. */
export function useImport(id: string): Read<Import> {
  const [version, setVersion] = useState(0);
  const of = useRead<Import>(`/v1/imports/${id}`, version);
  const isPosting = of.data?.state === 'posting';
  useEffect(() => {
    if (!isPosting) return undefined;
    const timer = setInterval(() => setVersion((count) => count + 1), ASK_MS);
    return () => clearInterval(timer);
  }, [isPosting]);
  return of;
}
