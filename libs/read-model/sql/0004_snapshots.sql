-- The ledger's snapshots: a cache that only makes its start faster. Each is checked against its own digest and against the log.
create table ledger_snapshot (
  ledger_id text not null,
  topic_prefix text not null,
  partition integer not null,
  next_offset bigint not null,
  taken_at timestamptz not null default now(),
  body bytea not null,
  primary key (ledger_id, topic_prefix, partition)
);
-- The body is packed hashes, which do not compress.
alter table ledger_snapshot alter column body set storage external;
