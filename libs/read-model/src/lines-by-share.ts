/** By their keys, or what is nearly used up first. */
export type LineOrder = 'key' | 'availableShare';

/**
 * A page of lines by how much of each is still available: the whole year is looked at, and what has no budget stands last. Where the page
 * before ended is told by the line itself, so that a cursor says no figure.
 */
export function linesByShare(
  lines: string,
  isNow: boolean,
  after: string,
  { given, limit }: { given: (value: unknown) => string; limit: number },
): string {
  const [carriedOver, carriedOut] = isNow ? ['carried_over', 'carried_out'] : ['"carriedOver"', '"carriedOut"'];
  const current = `(original + ${carriedOver} + supplemented - cut + transferred)`;
  const available = `(${current} - frozen - paid + refunded - ${carriedOut} - reclaimed)`;
  const key = given(after);
  const unit = given(after.split('|')[0]);
  return `
    with line as (
      select line.*, case when ${current} > 0 then ${available} / ${current} else 'infinity' end as share
        from (${lines}) as line)
    select * from line
     where ${key}::text = '' or (share, unit, line_key) > ((select share from line where line_key = ${key}), ${unit}::text, ${key})
     order by share, unit, line_key limit ${given(limit)}`;
}
