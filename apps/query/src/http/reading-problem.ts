import { Problem } from '#platform';
import { sqlStateOf } from '#postgres';
import { HistoryLeftOut, NothingServed, PositionIncomplete, RevisionOfMany, VersionDropped } from '#read-model';

import { invalidRequest } from './valid';

/** No table, no database, a database that takes no connections: each passes by itself or by an operator's hand. */
const NOTHING_TO_READ = new Set(['42P01', '42703', '3D000', '55000']);

const NOTHING_SERVED = {
  zh: '报表数据尚未建成，投影服务正在从日志生成；进度见 /v1/projections，稍后重试即可。',
  en: 'The tables have not been filled from the log yet: /v1/projections says how far it is; try again later.',
};

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
  if (error instanceof NothingServed) return new Problem('unavailable', NOTHING_SERVED);
  if (error instanceof VersionDropped) return new Problem('page-expired', undefined, { readModel: error.version });
  if (error instanceof HistoryLeftOut) return new Problem('history-unavailable', undefined, { streams: error.streams });
  return NOTHING_TO_READ.has(sqlStateOf(error) ?? '') ? new Problem('unavailable') : error;
}
