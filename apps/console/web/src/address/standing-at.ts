import { match } from './match';
import { pathOf, type Place, placeOf } from './place';

/** The place and the year of an address, whatever view of them it is. */
export function standingAt(path: string): { place: Place; year: string } | undefined {
  const [, where = '', year = ''] = /^(\/divisions\/.+)\/years\/(\d{4})\//.exec(path) ?? [];
  const parts =
    match('/divisions/:division', where) ??
    match('/divisions/:division/departments/:department', where) ??
    match('/divisions/:division/units/:unit', where);
  const place = parts === undefined ? undefined : placeOf(parts);
  return place === undefined || pathOf(place) !== where ? undefined : { place, year };
}
