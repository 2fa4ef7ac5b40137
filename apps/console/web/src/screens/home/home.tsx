import { type Place, placeOf } from '../../address/place';
import { useTitle } from '../../parts/use-title';
import type { ScreenProps } from '../../screen';
import { Divisions } from './divisions';
import { Members } from './members';

/** The tree of divisions, departments and units with their totals; it begins at whatever place the address names. */
export function Home({ parts, address }: ScreenProps) {
  const place: Place | undefined = placeOf(parts);
  useTitle('');
  return place === undefined ? <Divisions /> : <Members key={JSON.stringify(place)} place={place} address={address} />;
}
