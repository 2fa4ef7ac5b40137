-- The audit trail: every event that counts, and what each posting did to its line. Rows are only ever added.

create table event (
  stream          text collate "C" not null,
  revision        bigint not null,
  event_id        text not null,
  type            text not null,
  refused         boolean not null,
  command_id      text not null,
  actor           text not null,
  correlation_id  text not null,
  document_number text,
  effective_date  date,
  recorded_at     timestamptz not null,
  hash            text not null,
  prevhash        text not null,
  partition       integer not null,
  log_offset      bigint not null,
  data            json not null,
  -- Of the data; a page of the trail ends before it gets too heavy.
  size_bytes      integer not null,
  primary key (stream, revision)
);

create table event_line (
  stream         text collate "C" not null,
  revision       bigint not null,
  -- The posting's place in its event.
  posting        integer not null,
  unit           text collate "C" not null,
  fiscal_year    integer not null,
  line_key       text collate "C" not null,
  amount_column  text not null,
  delta          numeric(30, 2) not null,
  current_before numeric(30, 2) not null,
  current_after  numeric(30, 2) not null,
  primary key (stream, revision, posting)
);
