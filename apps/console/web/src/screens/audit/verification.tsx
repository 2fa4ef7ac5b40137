import type { components } from '@budget-ledger/client';

import { useRead } from '../../api/use-read';
import { asInstant } from '../../parts/instant';
import { Reading } from '../../parts/reading';
import { ToCopy } from '../../parts/to-copy';
import { useWords } from '../../words/language';
import { AUDIT_WORDS } from './words';

type Stream = components['schemas']['Stream'];

/** How far the service itself has followed the chain, what to keep elsewhere, and how to check all of it without the service. */
export function Verification({ division, department }: { division: string; department: string }) {
  const own = useWords(AUDIT_WORDS);
  const path = `/v1/streams/${division}/${department}`;
  const found = useRead<Stream>(path);
  const file = `${division}-${department}`;
  return (
    <section class="card">
      <h2>{own.verification}</h2>
      <Reading of={found} rows={4}>
        {({ stream, revision, hash, time, position, stopped = [] }) => (
          <>
            <p class={stopped.length === 0 ? 'banner verified' : 'banner stopped'}>
              {stopped.length === 0
                ? own.followed(revision, position, asInstant(time))
                : own.followedUntil(revision, position)}
            </p>
            <h3>{own.anchor}</h3>
            <p class="muted small">{own.anchorHelp}</p>
            <ToCopy label={own.anchor} text={JSON.stringify({ stream, revision, hash })} />
            <p>
              <a class="button" href={path} download={`${file}-anchor.json`}>
                {own.keepAnchor}
              </a>
            </p>
            <h3>{own.checkYourself}</h3>
            <p class="muted small">{own.checkHelp(`${file}.ndjson`, `${file}-anchor.json`)}</p>
            <ToCopy
              label={own.checkYourself}
              text={`npm run -s ledger -- verify --file ${file}.ndjson --anchors ${file}-anchor.json`}
            />
          </>
        )}
      </Reading>
    </section>
  );
}
