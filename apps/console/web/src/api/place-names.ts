import { apiPath, type Place } from '../address/place';
import { addressOf, useRead } from './use-read';

/** What a place and those that contain it are called, as far as the reader may know; where a name cannot be had the code stands for it. */
export interface PlaceNames {
  division?: string | undefined;
  department?: string | undefined;
  unit?: string | undefined;
}

export function usePlaceNames(place: Place): PlaceNames {
  const divisions = useRead<{ divisions: { division: string; name?: string }[] }>('/v1/divisions');
  const unit = useRead<{ name: string; departmentName: string }>(place.kind === 'unit' ? apiPath(place) : undefined);
  const units = useRead<{ units: { departmentName: string }[] }>(
    place.kind === 'department' ? addressOf(`${apiPath(place)}/units`, { limit: 1 }) : undefined,
  );
  return {
    division: divisions.data?.divisions.find(({ division }) => division === place.division)?.name,
    department: unit.data?.departmentName ?? units.data?.units[0]?.departmentName,
    unit: unit.data?.name,
  };
}
