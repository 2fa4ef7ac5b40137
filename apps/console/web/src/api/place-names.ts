import { useEffect, useState } from 'preact/hooks';

import { apiPath, type Place } from '../address/place';
import { addressOf, read } from './use-read';

/** What a place and those that contain it are called, as far as the reader may know. */
export interface PlaceNames {
  division?: string;
  department?: string;
  unit?: string;
}

const known = new Map<string, Promise<PlaceNames>>();

/** Asked once for each place and page load; a name that cannot be had is left out, and the code stands for it. */
export function usePlaceNames(place: Place): PlaceNames {
  const [names, setNames] = useState<PlaceNames>({});
  const key = apiPath(place);
  useEffect(() => {
    let isHere = true;
    const asked = known.get(key) ?? namesOf(place);
    known.set(key, asked);
    void asked.then((found) => isHere && setNames(found));
    return () => {
      isHere = false;
    };
  }, [key]);
  return names;
}

async function namesOf(place: Place): Promise<PlaceNames> {
  const [below, division] = await Promise.all([belowDivision(place), divisionName(place.division)]);
  return { ...below, ...(division === undefined ? {} : { division }) };
}

async function belowDivision(place: Place): Promise<PlaceNames> {
  try {
    if (place.kind === 'division') return {};
    if (place.kind === 'unit') {
      const { name, departmentName } = await read<{ name: string; departmentName: string }>(apiPath(place));
      return { unit: name, department: departmentName };
    }
    const { units } = await read<{ units: { departmentName: string }[] }>(
      addressOf(`${apiPath(place)}/units`, { limit: 1 }),
    );
    return units[0] === undefined ? {} : { department: units[0].departmentName };
  } catch {
    return {};
  }
}

async function divisionName(division: string): Promise<string | undefined> {
  try {
    const { divisions } = await read<{ divisions: { division: string; name?: string }[] }>('/v1/divisions');
    return divisions.find((each) => each.division === division)?.name;
  } catch {
    return undefined;
  }
}
