import { useEffect, useState } from 'preact/hooks';

import { departmentOf, type Place } from '../address/place';
import { isHistory, type Version } from '../address/version';
import { type LiveStanding, useLive } from './live';
import { type Read, useRead } from './use-read';

/** What an address answers about a place's year, read anew as its books change; a version of the past stands still. */
export function useLiveRead<T extends { position: string }>(
  address: string,
  place: Place,
  year: string,
  version: Version,
): { read: Read<T>; changes: number; standing: LiveStanding } {
  const [position, setPosition] = useState<string>();
  const department = departmentOf(place);
  const filter = {
    division: place.division,
    ...(department === undefined ? {} : { department }),
    ...(place.kind === 'unit' ? { unit: place.code } : {}),
    year: Number(year),
  };
  const { changes, standing } = useLive(filter, isHistory(version) ? undefined : position);
  const read = useRead<T>(address, changes);
  useEffect(() => setPosition(read.data?.position), [read.data?.position]);
  return { read, changes, standing };
}
