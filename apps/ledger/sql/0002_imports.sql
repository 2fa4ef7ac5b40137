create table ledger_import (
  ledger_id     text        not null,
  topic_prefix  text        not null,
  id            uuid        not null,
  actor         text        not null,
  file_name     text,
  bytes         bytea       not null,
  encoding      text,
  repeated_rows boolean     not null,
  state         text        not null check (state in ('faulty', 'ready', 'posting', 'done')),
  report        json        not null,
  faults        json        not null,
  total         integer     not null,
  done          integer     not null default 0,
  recorded      integer     not null default 0,
  refused       integer     not null default 0,
  reason        text,
  worker        uuid,
  working_until timestamptz,
  created_at    timestamptz not null default now(),
  expires_at    timestamptz not null,
  primary key (ledger_id, topic_prefix, id)
);
-- Workbooks are compressed already, and of a table of text the few bytes that it would save are not worth the time.
alter table ledger_import alter column bytes set storage external;
create index ledger_import_of_actor on ledger_import (ledger_id, topic_prefix, actor, created_at);

create table ledger_import_receipts (
  ledger_id    text    not null,
  topic_prefix text    not null,
  id           uuid    not null,
  first        integer not null,
  receipts     json    not null,
  primary key (ledger_id, topic_prefix, id, first),
  foreign key (ledger_id, topic_prefix, id) references ledger_import on delete cascade
);

comment on table ledger_import is
  'Files that somebody sent to be posted, until they expire: what they would come to, and how far their posting is. Nothing here is a record of the ledger; each row may be deleted.';
comment on column ledger_import.id is 'Derived from the actor and the bytes, so that the same file is the same import.';
comment on column ledger_import.actor is 'To whom alone it is shown.';
comment on column ledger_import.report is 'What is answered of the dry run.';
comment on column ledger_import.faults is 'All that is wrong, row by row.';
comment on column ledger_import.done is 'So many commands have an answer; posting goes on behind them.';
comment on column ledger_import.reason is 'Why posting was broken off.';
comment on column ledger_import.worker is 'Which posting works at it: one that takes over is another one.';
comment on column ledger_import.working_until is 'Until when it is believed that somebody works at it.';
comment on table ledger_import_receipts is 'What became of the commands of an import, portion by portion as they were posted.';
