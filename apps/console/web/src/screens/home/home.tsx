import { type Place, placeOf } from '../../address/place';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { Divisions } from './divisions';
import { Members } from './members';

/** The tree of divisions, departments and units with their totals; it begins at whatever place the address names. */
export function Home({ parts, address }: ScreenProps) {
  const common = useWords(COMMON);
  const place: Place | undefined = placeOf(parts);
  document.title = common.product;
  return place === undefined ? <Divisions /> : <Members key={JSON.stringify(place)} place={place} address={address} />;
}
