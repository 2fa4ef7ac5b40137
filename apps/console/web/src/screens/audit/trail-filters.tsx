import { type Address, go, withQuery } from '../../address/address';
import { EVENT_TYPES, EVENT_WORDS } from '../../parts/event-words';
import { useWords } from '../../words/language';
import { FILTER_NAMES, type FilterName, filterOf, FURTHER } from './filter';
import { FilterField } from './filter-field';
import { AUDIT_WORDS } from './words';

/** What is looked for in a trail; the address holds it, so that it can be kept and sent. */
export function TrailFilters({ address }: { address: Address }) {
  const own = useWords(AUDIT_WORDS);
  const names = useWords(EVENT_WORDS);
  const filter = filterOf(address);
  const change = (name: string, value: string): void => go(withQuery({ [name]: value.trim() }, address), 'replace');
  const field = (name: FilterName) => (
    <FilterField
      key={name}
      label={own.filters[name]}
      value={filter[name] ?? ''}
      isDay={/^(recorded|effective)/.test(name)}
      isAmount={name.startsWith('amount')}
      change={(value) => change(name, value)}
    />
  );
  return (
    <form class="card filters" role="search" aria-label={own.filter} onSubmit={(event) => event.preventDefault()}>
      <label class="field wide">
        <span>{own.filters.q}</span>
        <input
          type="search"
          name="q"
          minLength={2}
          placeholder={own.qHint}
          value={filter.q ?? ''}
          onChange={(event) => change('q', event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{own.filters.type}</span>
        <select name="type" value={filter.type ?? ''} onChange={(event) => change('type', event.currentTarget.value)}>
          <option value="">{own.all}</option>
          {EVENT_TYPES.map((type) => (
            <option key={type} value={type}>
              {names.nameOf(type)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{own.filters.outcome}</span>
        <select
          name="outcome"
          value={filter.outcome ?? ''}
          onChange={(event) => change('outcome', event.currentTarget.value)}
        >
          <option value="">{own.all}</option>
          <option value="recorded">{own.recorded}</option>
          <option value="refused">{own.refused}</option>
        </select>
      </label>
      <details class="wide" open={FURTHER.some((name) => filter[name] !== undefined)}>
        <summary>{own.further}</summary>
        <div class="filters">{FURTHER.map(field)}</div>
      </details>
      {Object.keys(filter).length > 0 && (
        <div class="tools wide">
          <a
            class="button"
            href={withQuery(Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined])), address)}
          >
            {own.clear}
          </a>
        </div>
      )}
    </form>
  );
}
