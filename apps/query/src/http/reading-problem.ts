import { Problem } from '#platform';
import { sqlStateOf } from '#postgres';
import { PositionIncomplete, RevisionOfMany } from '#read-model';

import { invalidRequest } from './valid';

/** No table, no database, a database that takes no connections: each passes by itself or by an operator's hand. */
const NOTHING_TO_READ = new Set(['42P01', '42703', '3D000', '55000']);

/** What a read failed with, as its reader is told. Before the projector has made the tables there is nothing to read, and that is no fault of the request. */
export function readingProblem(error: unknown): unknown {
  if (error instanceof PositionIncomplete) {
    return invalidRequest([
      { field: 'asOf', message: `位置没有说明该处有记录的各分区。 ${error.message}, where this place has records` },
    ]);
  }
  if (error instanceof RevisionOfMany) {
    return invalidRequest([
      {
        field: 'asOf',
        message:
          '行政区划没有自己的版本号，请用日期、时刻或位置。 a division has no revision of its own: name a date, an instant or a position',
      },
    ]);
  }
  return NOTHING_TO_READ.has(sqlStateOf(error) ?? '') ? new Problem('unavailable') : error;
}
