import { addressOf } from '../../api/use-read';
import { useTitle } from '../../parts/use-title';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { filterOf } from './filter';
import { Trail } from './trail';
import { Verification } from './verification';
import { AUDIT_WORDS } from './words';

/** So many events stand in a file. */
const IN_FILE = 500;

/** Everything that a department's books have recorded, or those of a whole division, what was refused among it, by what is looked for. */
export function TrailScreen({ parts, address }: ScreenProps) {
  const own = useWords(AUDIT_WORDS);
  const common = useWords(COMMON);
  const { division = '', department } = parts;
  const place = department === undefined ? division : `${division}/${department}`;
  const stream = `/v1/streams/${division}/${department ?? ''}`;
  const base = department === undefined ? `/v1/divisions/${division}/events` : `${stream}/events`;
  useTitle(`${own.trail} ${place}`);
  return (
    <>
      <div class="head">
        <div>
          <nav class="crumbs" aria-label={common.where}>
            <a href="/audit">{own.title}</a> /{' '}
            {department === undefined ? division : <a href={`/audit/${division}`}>{division}</a>}
            {department !== undefined && ` / ${department}`}
          </nav>
          <h1>
            {own.trail} <small>{department === undefined ? own.ofAll : place}</small>
          </h1>
        </div>
        <div class="tools">
          <a class="button" href={addressOf(base, { format: 'csv', limit: IN_FILE, ...filterOf(address) })} download>
            {own.exportShown(IN_FILE)}
          </a>
          {department !== undefined && (
            <a class="button" href={`${stream}/records`} download>
              {own.exportRecords}
            </a>
          )}
        </div>
      </div>
      <Trail
        key={place}
        base={base}
        division={division}
        {...(department === undefined ? {} : { department })}
        cursor={department === undefined ? 'cursor' : 'after'}
        address={address}
      >
        {department !== undefined && <Verification division={division} department={department} />}
      </Trail>
    </>
  );
}
