-- It may be there already, made by a version that kept it among the tables of the read model.
create table if not exists ledger_snapshot (
  ledger_id    text        not null,
  topic_prefix text        not null,
  partition    integer     not null,
  next_offset  bigint      not null,
  taken_at     timestamptz not null default now(),
  body         bytea       not null,
  primary key (ledger_id, topic_prefix, partition)
);
-- The body is packed hashes, which do not compress.
alter table ledger_snapshot alter column body set storage external;

comment on table ledger_snapshot is
  'A cache that only makes a start of the ledger faster: its state of a partition at a place of the log. Each row is checked against its own digest and against the log, and may be deleted.';
comment on column ledger_snapshot.ledger_id is 'Of which ledger, for one database may serve several.';
comment on column ledger_snapshot.topic_prefix is 'What the names of its topics begin with.';
comment on column ledger_snapshot.next_offset is 'Where reading goes on: the state is that of all records before it.';
comment on column ledger_snapshot.body is 'Heads, states and command ids, packed by libs/log.';
