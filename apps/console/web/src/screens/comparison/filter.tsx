import { useEffect, useState } from 'preact/hooks';

import { currentAddress, go, withQuery } from '../../address/address';
import { addressOf, useRead } from '../../api/use-read';
import { useWords } from '../../words/language';
import type { DimensionComparison } from './answers';
import { COMPARISON_WORDS } from './words';

interface FilterProps {
  /** What a comparison is asked at, and the words of its version. */
  base: string;
  query: Record<string, string | undefined>;
  /** `economic-class:302`, as the address and the interface have it. */
  only: string | undefined;
}

type Dimension = keyof (typeof COMPARISON_WORDS)['zh']['groupings'];

/** Narrows all of the page to one class of a dimension: which dimension, and then which of the classes that are there. */
export function Filter({ base, query, only }: FilterProps) {
  const own = useWords(COMPARISON_WORDS);
  const [, asked = '', key] = /^([a-z-]+):(.*)$/s.exec(only ?? '') ?? [];
  const [dimension, setDimension] = useState(asked);
  useEffect(() => setDimension(asked), [only]);
  const isDimension = dimension in own.groupings;
  const classes = useRead<DimensionComparison>(
    isDimension ? addressOf(base, { ...query, by: dimension, limit: 500 }) : undefined,
  );
  const rows = (classes.data?.rows ?? []).filter(({ of }) => of === 'both');
  const isKnown = key === undefined || rows.some((row) => row.key === key);
  const choose = (value: string | undefined): void => go(withQuery({ only: value, row: undefined }, currentAddress()));
  return (
    <div class="tools filter">
      <label class="small">
        {own.only}{' '}
        <select
          value={dimension}
          onChange={({ currentTarget: { value } }) => {
            setDimension(value);
            if (value === '') choose(undefined);
          }}
        >
          <option value="">{own.everything}</option>
          {Object.entries(own.groupings).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {isDimension && (
        <select
          aria-label={own.groupings[dimension as Dimension]}
          value={dimension === asked ? (key ?? NONE) : NONE}
          disabled={classes.data === undefined}
          onChange={({ currentTarget: { value } }) => choose(value === NONE ? undefined : `${dimension}:${value}`)}
        >
          <option value={NONE}>{classes.problem === undefined ? own.chooseClass : own.noClasses}</option>
          {!isKnown && <option value={key}>{key}</option>}
          {rows.map((row) => (
            <option key={row.key} value={row.key}>
              {row.key === row.name ? row.name : `${row.key} ${row.name}`}
            </option>
          ))}
        </select>
      )}
      {only !== undefined && (
        <a class="button" href={withQuery({ only: undefined, row: undefined }, currentAddress())}>
          {own.showAll}
        </a>
      )}
    </div>
  );
}

/** No class is called so; the empty key is that of lines without a project. */
const NONE = '=';
