import { currentAddress, go, withQuery } from '../address/address';
import { departmentOf, type Place } from '../address/place';
import { isHistory, type Version } from '../address/version';
import { addressOf, useRead } from '../api/use-read';
import { useWords } from '../words/language';
import { EVENT_WORDS } from './event-words';
import { asInstant, today } from './instant';
import { TIME_WORDS } from './time-words';

/** One change of a department's books. */
interface Step {
  revision: number;
  type: string;
  recordedAt: string;
}

/** As `GET …/timeline` answers it: in columns, with each type named once. */
interface Timeline {
  types: string[];
  events: { revision: number[]; type: number[]; recordedAt: number[] };
}

function stepsOf({ types, events: { revision, type, recordedAt } }: Timeline): Step[] {
  return revision.map((each, at) => ({
    revision: each,
    type: types[type[at] ?? -1] ?? '',
    recordedAt: new Date(recordedAt[at] ?? 0).toISOString(),
  }));
}

/** Any day of the books: by what was recorded, by what was in effect, and change by change. The address holds all of it. */
export function TimeBar({ place, year, version }: { place: Place; year: string; version: Version }) {
  const own = useWords(TIME_WORDS);
  const isPast = isHistory(version);
  const choose = (changes: Version): void => go(withQuery({ ...changes }, currentAddress()));
  return (
    <section class={isPast ? 'card time past' : 'card time'} aria-label={own.now}>
      <strong class="now" role={isPast ? 'status' : undefined}>
        {isPast ? own.past(nameOf(version, own)) : own.now}
      </strong>
      <Slider place={place} year={year} version={version} choose={choose} />
      <div class="tools">
        <label class="small">
          {own.recorded}{' '}
          <input
            type="date"
            max={today()}
            value={dayOf(version.asOf)}
            onChange={(event) => choose({ asOf: event.currentTarget.value, effectiveOn: version.effectiveOn })}
          />
        </label>
        <label class="small">
          {own.effective}{' '}
          <input
            type="date"
            value={dayOf(version.effectiveOn)}
            onChange={(event) => choose({ asOf: version.asOf, effectiveOn: event.currentTarget.value })}
          />
        </label>
        {isPast && (
          <a class="button primary" href={withQuery({ asOf: undefined, effectiveOn: undefined }, currentAddress())}>
            {own.back}
          </a>
        )}
      </div>
    </section>
  );
}

function Slider({
  place,
  year,
  version,
  choose,
}: {
  place: Place;
  year: string;
  version: Version;
  choose: (version: Version) => void;
}) {
  const own = useWords(TIME_WORDS);
  const names = useWords(EVENT_WORDS);
  const department = departmentOf(place);
  const address =
    department === undefined
      ? undefined
      : addressOf(`/v1/streams/${place.division}/${department}/timeline`, { year, limit: 5_000 });
  const timeline = useRead<Timeline>(address).data;
  const steps = timeline === undefined ? [] : stepsOf(timeline);
  if (steps.length < 2) return <span class={department === undefined ? undefined : 'slider'} />;
  const last = steps.length - 1;
  const at = version.asOf === undefined ? last : indexOf(steps, version.asOf);
  const step = steps[at];
  const told = step === undefined ? '' : own.at(step.revision, names.nameOf(step.type), asInstant(step.recordedAt));
  return (
    <label class="slider">
      <span class="hidden-text">{own.revisions(steps.length)}</span>
      <input
        type="range"
        min={0}
        max={last}
        value={at}
        aria-valuetext={told}
        title={own.revisions(steps.length)}
        onChange={(event) => {
          const chosen = Number(event.currentTarget.value);
          choose({
            asOf: chosen === last ? undefined : String(steps[chosen]?.revision ?? ''),
            effectiveOn: version.effectiveOn,
          });
        }}
      />
      <span class="muted small">{told}</span>
    </label>
  );
}

/** The newest change that counts in a version: by its revision, or by the end of its day. */
function indexOf(steps: readonly Step[], asOf: string): number {
  const counts = /^\d{1,9}$/.test(asOf)
    ? (step: Step) => step.revision <= Number(asOf)
    : (step: Step) => asInstant(step.recordedAt).slice(0, 10) <= asOf.slice(0, 10);
  return Math.max(
    steps.findLastIndex((step) => counts(step)),
    0,
  );
}

function dayOf(text: string | undefined): string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : '';
}

function nameOf({ asOf, effectiveOn }: Version, own: (typeof TIME_WORDS)['zh']): string {
  const recorded =
    asOf === undefined
      ? []
      : [
          /^\d+$/.test(asOf)
            ? own.revision(asOf)
            : asOf.includes(':') && !asOf.includes('-')
              ? own.position(asOf)
              : own.until(asOf),
        ];
  return [...recorded, ...(effectiveOn === undefined ? [] : [own.inEffect(effectiveOn)])].join(own.join);
}
