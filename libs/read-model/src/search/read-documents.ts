import { placeOfStream } from '#domain';
import { rowsOf, type Transaction } from '#postgres';

import { type Extent, withinCondition } from '../extents';
import { withYearBrackets } from './event-words';

/** An event by its document number; of several events of a department with one number it is the first that may be told. */
export interface NumberedDocument {
  division: string;
  department: string;
  documentNumber: string;
  revision: number;
  type: string;
  effectiveDate?: string;
}

export interface DocumentsQuestion {
  text: string;
  division?: string | undefined;
  limit: number;
  figures: readonly Extent[] | undefined;
}

interface DocumentRow {
  stream: string;
  document_number: string;
  revision: number;
  type: string;
  effective_date: string | null;
}

/** No text is behind it. */
const LAST = '\u{10FFFF}';

/**
 * Documents by the beginning of their number, those alone that move anything within: who may read a unit's year may know what moved it.
 * What is not within as a department is asked of the event's postings.
 */
export async function readDocuments(client: Transaction, question: DocumentsQuestion): Promise<NumberedDocument[]> {
  const { text, division, limit, figures } = question;
  const begin = withYearBrackets(text.trim());
  if (begin === '') return [];
  const values: unknown[] = [begin, begin + LAST, division ?? null, limit];
  const rows = await rowsOf<DocumentRow>(client, documentsSql(figures, values), values);
  return rows.map(({ stream, document_number: documentNumber, revision, type, effective_date: effectiveDate }) => ({
    ...placeOfStream(stream),
    documentNumber,
    revision,
    type,
    ...(effectiveDate === null ? {} : { effectiveDate }),
  }));
}

function documentsSql(figures: readonly Extent[] | undefined, values: unknown[]): string {
  const [division, department] = ["split_part(event.stream, '/', 1)", "split_part(event.stream, '/', 2)"];
  const whole = figures?.filter(({ units, years }) => units === undefined && years === undefined);
  const isWhole = withinCondition(whole, { division, department }, values);
  const isPart = withinCondition(
    figures,
    { division, department, unit: 'posting.unit', year: 'posting.fiscal_year' },
    values,
  );
  return `
    select distinct on (document_number collate "C", stream) stream, document_number, revision, type, effective_date
      from event
     where document_number collate "C" >= $1 and document_number collate "C" < $2 and document_number is not null and not refused
       and ($3::text is null or starts_with(stream, $3 || '/'))
       and (${isWhole} or exists (select from posting where posting.stream = event.stream and posting.revision = event.revision and ${isPart}))
     order by document_number collate "C", stream, revision
     limit $4`;
}
