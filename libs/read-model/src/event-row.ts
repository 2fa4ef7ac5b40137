/** The columns of `event` that every answer about events is made of. */
export const EVENT_COLUMNS =
  'stream, revision, event_id, type, refused, command_id, correlation_id, actor, document_number, effective_date, recorded_at, hash, partition, log_offset';

export interface EventRow {
  stream: string;
  revision: number;
  event_id: string;
  type: string;
  refused: boolean;
  command_id: string;
  correlation_id: string;
  actor: string;
  document_number: string | null;
  effective_date: string | null;
  recorded_at: Date;
  hash: string;
  partition: number;
  log_offset: number;
}
