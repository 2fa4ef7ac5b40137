import { pathOf, yearPath } from '../../address/place';
import { useRead } from '../../api/use-read';
import { asTenThousand } from '../../parts/money';
import { Reading } from '../../parts/reading';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { Spent } from './spent';
import type { DivisionRow } from './totals';
import { HOME_WORDS } from './words';

/** Every division that the reader may see anything of, with its newest year. */
export function Divisions() {
  const own = useWords(HOME_WORDS);
  const common = useWords(COMMON);
  const read = useRead<{ divisions: DivisionRow[] }>('/v1/divisions');
  return (
    <>
      <div class="head">
        <h1>{own.divisions}</h1>
        <p class="muted small">{own.inTenThousand}</p>
      </div>
      <Reading of={read}>
        {({ divisions }) =>
          divisions.length === 0 ? (
            <p class="card">{own.noDivisions}</p>
          ) : (
            <div class="cards">
              {divisions.map((division) => (
                <article class="card" key={division.division}>
                  <h2>
                    <a href={pathOf({ kind: 'division', division: division.division, code: division.division })}>
                      {division.name ?? division.division}
                    </a>
                    <small>{division.division}</small>
                  </h2>
                  <p class="muted">{own.counts(division.departments, division.units)}</p>
                  {division.newest !== undefined && (
                    <>
                      <p class="big">
                        {asTenThousand(division.newest.currentYuan)}{' '}
                        <small class="muted">
                          {common.year(division.newest.year)} {common.current}
                        </small>
                      </p>
                      <Spent totals={division.newest} />
                    </>
                  )}
                  <p class="tools">
                    {[...division.years].reverse().map((year) => (
                      <a
                        key={year}
                        class="button"
                        href={yearPath(
                          { kind: 'division', division: division.division, code: division.division },
                          year,
                        )}
                      >
                        {common.year(year)}
                      </a>
                    ))}
                  </p>
                </article>
              ))}
            </div>
          )
        }
      </Reading>
    </>
  );
}
