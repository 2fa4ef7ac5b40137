-- Which versions of the read model there are and which of them is read. Programs of every version read and write these tables, so
-- that they may only ever be added to, by statements that do nothing where they were made before.

create schema if not exists read_model;

create table if not exists read_model.version (
  version        text collate "C" primary key,
  form           integer     not null,
  registered_at  timestamptz not null default now(),
  built_at       timestamptz,
  served_at      timestamptz,
  phase          text,
  records        bigint,
  records_total  bigint,
  per_second     double precision,
  seconds_left   double precision,
  told_at        timestamptz,
  failure        text
);
comment on table read_model.version is 'Versions of the read model: the tables of each stand in the schema read_model_<version>.';
comment on column read_model.version.form is 'Readers know the tables of one form, whatever version fills them.';
comment on column read_model.version.built_at is 'Since when its tables are filled and follow the log; before that nobody may read them.';
comment on column read_model.version.served_at is 'When it was read first. A version that was read before is read again only where somebody says so.';
comment on column read_model.version.phase is 'What is being done to fill it: filling or indexing; nothing once it is built.';
comment on column read_model.version.told_at is 'When progress was told last; filling that has not told for long is not under way.';
comment on column read_model.version.failure is 'Why filling ended, in words, where it did.';

create table if not exists read_model.serving (
  form    integer primary key,
  version text collate "C" not null references read_model.version,
  since   timestamptz not null
);
comment on table read_model.serving is 'The pointer: which version the readers of a form read. It is moved in one transaction.';

create table if not exists read_model.recall (
  version   text collate "C" not null references read_model.version on delete cascade,
  stream    text collate "C" not null,
  asked_at  timestamptz not null default now(),
  filled_at timestamptz,
  failure   text,
  failed_at timestamptz,
  primary key (version, stream)
);
alter table read_model.recall add column if not exists too_large boolean not null default false;
comment on table read_model.recall is 'Streams whose history a version has left out and a reader has asked for: a projector reads it from the log, and removes it when nobody has asked for long.';
comment on column read_model.recall.filled_at is 'Since when it is there; until then it is waited for.';
comment on column read_model.recall.failure is 'Why it could not be read, in words.';
comment on column read_model.recall.too_large is 'It is more than may be kept, so that asking again is in vain.';

create table if not exists read_model.recalling (
  version       text collate "C" primary key references read_model.version on delete cascade,
  streams       integer          not null,
  records       bigint           not null,
  records_total bigint           not null,
  per_second    double precision not null,
  seconds_left  double precision,
  told_at       timestamptz      not null
);
comment on table read_model.recalling is 'How far the reading of left-out history is that is under way, told every second.';
