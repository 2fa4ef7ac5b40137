import type { components } from '@budget-ledger/client';
import { useEffect, useState } from 'preact/hooks';

import { useRead } from '../../api/use-read';
import { DataTable } from '../../parts/data-table';
import { EVENT_WORDS } from '../../parts/event-words';
import { asInstant } from '../../parts/instant';
import { asChange, asYuan } from '../../parts/money';
import { Reading } from '../../parts/reading';
import { useTitle } from '../../parts/use-title';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { AUDIT_WORDS } from './words';

type Recorded = components['schemas']['Event'];

/** One record: what it says, the bytes that the log holds of it, and its neighbours in the chain. The page computes their hash itself. */
export function RecordScreen({ parts }: ScreenProps) {
  const own = useWords(AUDIT_WORDS);
  const common = useWords(COMMON);
  const names = useWords(EVENT_WORDS);
  const { division = '', department = '', revision = '' } = parts;
  const found = useRead<Recorded>(`/v1/streams/${division}/${department}/events/${revision}`);
  useTitle(`${own.record} ${division}/${department}@${revision}`);
  return (
    <>
      <div class="head">
        <div>
          <nav class="crumbs" aria-label={common.where}>
            <a href="/audit">{own.title}</a> /{' '}
            <a href={`/audit/${division}/${department}`}>{`${division}/${department}`}</a> / {revision}
          </nav>
          <h1>
            {found.data === undefined ? own.record : names.nameOf(found.data.event.type)}{' '}
            <small class="mono">{`${division}/${department}@${revision}`}</small>
          </h1>
        </div>
        <div class="tools">
          <button type="button" onClick={() => print()}>
            {common.print}
          </button>
        </div>
      </div>
      <Reading of={found} rows={10}>
        {(data) => <Shown recorded={data} of={`${division}/${department}`} />}
      </Reading>
    </>
  );
}

function Shown({ recorded, of }: { recorded: Recorded; of: string }) {
  const own = useWords(AUDIT_WORDS);
  const { event, record, before, behind } = recorded;
  const neighbour = (label: string, at: { revision: number; hash: string } | undefined, isLinked: boolean) =>
    at !== undefined && (
      <>
        <dt>{label}</dt>
        <dd>
          <a href={`/audit/${of}/${at.revision}`}>{at.revision}</a> <span class="mono">{at.hash}</span>{' '}
          <span class={isLinked ? 'tag' : 'tag wrong'}>{isLinked ? own.linked : own.notLinked}</span>
        </dd>
      </>
    );
  return (
    <>
      <section class="card">
        <dl class="pairs">
          <dt>{own.document}</dt>
          <dd>
            <bdi>{event.documentNumber ?? '—'}</bdi>
          </dd>
          <dt>{own.effective}</dt>
          <dd>{event.effectiveDate ?? '—'}</dd>
          <dt>{own.when}</dt>
          <dd>{asInstant(event.recordedAt)}</dd>
          <dt>{own.who}</dt>
          <dd>
            <bdi>{event.actor}</bdi>
          </dd>
          <dt>{own.command}</dt>
          <dd class="mono">{event.commandId}</dd>
          <dt>{own.correlation}</dt>
          <dd class="mono">{event.correlationId}</dd>
          <dt>SHA-256</dt>
          <dd class="mono">{event.hash}</dd>
          {neighbour(own.previous, before, before?.hash === event.prevhash)}
          {neighbour(own.next, behind, behind?.prevhash === event.hash)}
        </dl>
      </section>
      {event.postings.length > 0 && <Postings postings={event.postings} />}
      <section class="card">
        <h2>
          {own.bytes} <small>{own.place(event.partition, event.offset)}</small>
        </h2>
        {record === undefined ? (
          <p class="banner">
            {own.unavailable} <span class="muted small">{recorded.recordUnavailable}</span>
          </p>
        ) : (
          <>
            <Checked base64={record.base64} hash={event.hash} />
            <pre class="bytes" tabIndex={0}>
              {record.text}
            </pre>
          </>
        )}
      </section>
    </>
  );
}

function Postings({ postings }: { postings: Recorded['event']['postings'] }) {
  const own = useWords(AUDIT_WORDS);
  const common = useWords(COMMON);
  return (
    <section class="card">
      <h2>{own.lines}</h2>
      <DataTable
        label={own.lines}
        rows={postings}
        keyOf={(_, index) => index}
        columns={[
          { head: common.unit, class: 'code', cell: ({ line }) => line.unit },
          {
            head: common.code,
            class: 'code',
            cell: ({ line }) => `${line.function} ${line.economic} ${line.project ?? ''}`,
          },
          { head: own.change, class: 'figure', cell: ({ deltaYuan }) => asChange(deltaYuan, 'yuan') },
          { head: own.availableAfter, class: 'figure', cell: (posting) => asYuan(posting.availableAfterYuan) },
        ]}
      />
    </section>
  );
}

/** Whether the bytes have the hash that stands in the books, found out here and not believed. */
function Checked({ base64, hash }: { base64: string; hash: string }) {
  const own = useWords(AUDIT_WORDS);
  const [computed, setComputed] = useState<string>();
  // Where the connection is not secure browsers have no `subtle`, whatever the types say.
  const subtle = (crypto as { subtle?: SubtleCrypto }).subtle;
  useEffect(() => {
    let isHere = true;
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    void subtle?.digest('SHA-256', bytes).then((digest) => {
      const text = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      if (isHere) setComputed(text);
    });
    return () => {
      isHere = false;
    };
  }, [base64, subtle]);
  if (subtle === undefined) return <p class="banner">{own.cannotCheck}</p>;
  if (computed === undefined) return <p role="status">{own.checking}</p>;
  return computed === hash ? (
    <p class="banner verified" role="status">
      {own.verified}
    </p>
  ) : (
    <p class="banner stopped" role="alert">
      {own.differs}
    </p>
  );
}
