import { useEffect, useState } from 'preact/hooks';

import { departmentOf, type Place } from '../address/place';
import { isHistory, type Version } from '../address/version';
import { type Pages, usePages } from '../parts/use-pages';
import { type Live, type LiveStanding, useLive } from './live';
import { type Read, useRead } from './use-read';

/** What an address answers about a place's year, read anew as its books change; a version of the past stands still. */
export function useLiveRead<T extends { position: string }>(
  address: string,
  place: Place,
  year: string,
  version: Version,
): { read: Read<T>; changes: number; standing: LiveStanding } {
  const [position, setPosition] = useState<string>();
  const { changes, standing } = useLiveYear(position, place, year, version);
  const read = useRead<T>(address, changes);
  useEffect(() => setPosition(read.data?.position), [read.data?.position]);
  return { read, changes, standing };
}

/** The same of a list that comes page by page. */
export function useLivePages<T extends { position: string; next?: string | undefined }>(
  address: string | undefined,
  place: Place,
  year: string,
  version: Version,
): { pages: Pages<T>; standing: LiveStanding } {
  const [position, setPosition] = useState<string>();
  const { changes, standing } = useLiveYear(position, place, year, version);
  const pages = usePages<T>(address, changes);
  useEffect(() => setPosition(pages.first.data?.position), [pages.first.data?.position]);
  return { pages, standing };
}

function useLiveYear(position: string | undefined, place: Place, year: string, version: Version): Live {
  const department = departmentOf(place);
  const filter = {
    division: place.division,
    ...(department === undefined ? {} : { department }),
    ...(place.kind === 'unit' ? { unit: place.code } : {}),
    year: Number(year),
  };
  return useLive(filter, isHistory(version) ? undefined : position);
}
