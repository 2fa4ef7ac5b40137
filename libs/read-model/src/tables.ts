/** The columns that the projection writes, with their types; sql/ defines the tables. */
export const TOUCHED_UNIT = {
  division: 'text',
  department: 'text',
  unit: 'text',
  revision: 'bigint',
  partition: 'integer',
  log_offset: 'bigint',
} as const;

/** What the lines of a unit's year come to. */
export const YEAR_SUMS = {
  original: 'numeric',
  current: 'numeric',
  available: 'numeric',
  paid: 'numeric',
  refunded: 'numeric',
  frozen: 'numeric',
} as const;

export const UNIT_YEAR = {
  ...TOUCHED_UNIT,
  fiscal_year: 'integer',
  first_revision: 'bigint',
  ...YEAR_SUMS,
} as const;

export const BUDGET_LINE = {
  division: 'text',
  department: 'text',
  unit: 'text',
  fiscal_year: 'integer',
  line_key: 'text',
  original: 'numeric',
  carried_over: 'numeric',
  supplemented: 'numeric',
  cut: 'numeric',
  transferred: 'numeric',
  frozen: 'numeric',
  paid: 'numeric',
  refunded: 'numeric',
  carried_out: 'numeric',
  reclaimed: 'numeric',
  late_carried_over: 'numeric',
} as const;

export const EVENT = {
  stream: 'text',
  revision: 'bigint',
  event_id: 'text',
  type: 'text',
  refused: 'boolean',
  command_id: 'text',
  actor: 'text',
  correlation_id: 'text',
  document_number: 'text',
  effective_date: 'date',
  recorded_at: 'timestamptz',
  hash: 'text',
  prevhash: 'text',
  partition: 'integer',
  log_offset: 'bigint',
  reverses: 'bigint',
  summary: 'json',
  data: 'json',
  size_bytes: 'integer',
  words: 'text',
} as const;

/** What stands in `event` itself, unless the event is left out. */
export const RECALLED_EVENT = {
  stream: 'text',
  revision: 'bigint',
  summary: 'json',
  data: 'json',
} as const;

export const POSTING = {
  stream: 'text',
  revision: 'bigint',
  place: 'integer',
  unit: 'text',
  fiscal_year: 'integer',
  line_key: 'text',
  amount_column: 'text',
  delta: 'numeric',
  amounts_after: 'jsonb',
  effective_date: 'date',
  freeze_revision: 'bigint',
  late: 'boolean',
} as const;

export const TRANSIT_LEG = {
  transit_id: 'text',
  leg: 'text',
  stream: 'text',
  revision: 'bigint',
  other_stream: 'text',
  fiscal_year: 'integer',
  amount: 'numeric',
  refusal_code: 'text',
} as const;

export const SAYING = {
  stream: 'text',
  kind: 'text',
  fiscal_year: 'integer',
  unit: 'text',
  item: 'text',
  revision: 'bigint',
  place: 'integer',
  effective_date: 'date',
  content: 'json',
} as const;

export const STREAM_HEAD = {
  stream: 'text',
  partition: 'integer',
  revision: 'bigint',
  hash: 'text',
  time: 'text',
  void_tips: 'jsonb',
  stopped: 'text',
  stopped_offset: 'bigint',
} as const;

export const SEARCH_NAME = {
  kind: 'text',
  division: 'text',
  department: 'text',
  unit: 'text',
  fiscal_year: 'integer',
  name: 'text',
  said_by: 'text',
  terms: 'text',
} as const;
