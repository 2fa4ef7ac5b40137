import { ceilingKeyOf, type LedgerEvent, partsOf, publicationSectionKey } from '#domain';
import { isPlain, NotStorable, type RowOf } from '#postgres';

import type { SAYING } from './tables';
import type { Understood } from './understand';

type SayingRow = RowOf<typeof SAYING>;
type Saying = Pick<SayingRow, 'kind' | 'fiscal_year' | 'unit' | 'item'> & { content: unknown };

/**
 * What an event says besides amounts: names, targets, texts, ceilings, whether a year is closed. It is kept with its revision, so that
 * it can be read as of any. Of what a combination says twice the later counts, in the place of the first.
 */
export function sayingRows(understood: Understood): SayingRow[] {
  const { record, event } = understood;
  const rows = new Map<string, SayingRow>();
  const said = partsOf(event).flatMap(sayingsOf);
  for (const [index, { content, ...key }] of said.entries()) {
    const id = JSON.stringify(Object.values(key));
    rows.set(id, {
      stream: record.stream,
      ...key,
      revision: record.envelope.revision,
      place: rows.get(id)?.place ?? index,
      effective_date: effectiveDateOf(event),
      content: JSON.stringify(content),
    });
  }
  return [...rows.values()];
}

/** A combination's date is that of all its parts. */
function effectiveDateOf({ data }: LedgerEvent): string | null {
  return 'effectiveDate' in data ? data.effectiveDate : null;
}

function sayingsOf(event: LedgerEvent): Saying[] {
  switch (event.type) {
    case 'unit.registered.v1': {
      const { unit, name, departmentName, staffing } = event.data;
      requirePlain(name, departmentName);
      const content = { name, departmentName, ...(staffing === undefined ? {} : { staffing }) };
      return [{ kind: 'unit', fiscal_year: 0, unit, item: '', content }];
    }
    case 'performance-targets.set.v1': {
      const { unit, fiscalYear, project = '', declaredFunds, tasks, goals, indicators } = event.data;
      const content = { declaredFunds, tasks, goals, indicators };
      return [{ kind: 'targets', fiscal_year: fiscalYear, unit, item: project, content }];
    }
    case 'publication-text.set.v1': {
      const { unit, fiscalYear, sections } = event.data;
      return sections.map((section) => {
        return { kind: 'text', fiscal_year: fiscalYear, unit, item: publicationSectionKey(section), content: section };
      });
    }
    case 'ceiling.set.v1': {
      const { fiscalYear, scope, limitYuan } = event.data;
      const item = ceilingKeyOf(fiscalYear, scope);
      return [{ kind: 'ceiling', fiscal_year: fiscalYear, unit: '', item, content: { scope, limitYuan } }];
    }
    case 'year.closed.v1':
    case 'year.reopened.v1': {
      const closed = event.type === 'year.closed.v1';
      return [{ kind: 'year-status', fiscal_year: event.data.fiscalYear, unit: '', item: '', content: { closed } }];
    }
    case 'budget.allocated.v1':
    case 'budget.handed-down.v1':
    case 'balance.carried-over.v2':
    case 'budget.adjusted.v1':
    case 'department-transfer.sent.v1':
    case 'department-transfer.received.v1':
    case 'department-transfer.settled.v1':
    case 'department-transfer.returned.v1':
    case 'funds.frozen.v1':
    case 'funds.released.v1':
    case 'payment.recorded.v1':
    case 'refund.recorded.v1':
    case 'balance.reclaimed.v1':
    case 'event.reversed.v1':
    case 'command.refused.v1':
    case 'commands.combined.v1':
      return [];
  }
}

/** Names stand over every table and in every list of units, also where a text can hold neither. */
function requirePlain(...names: string[]): void {
  if (!names.every(isPlain)) throw new NotStorable('a name holds NUL or half of a surrogate pair');
}
