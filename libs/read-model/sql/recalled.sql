-- What a version has left out, read again from the log for some streams: it stands in a schema of its own, before the version's when it is
-- read, so that reads find both under the names of the version's tables. It is made with the version's schema behind it in the search path.

create table recalled_stream (
  stream      text collate "C" primary key,
  next_offset bigint not null,
  bytes       bigint not null
);
comment on table recalled_stream is 'The streams of which everything is here that was left out before an offset of their partition.';
comment on column recalled_stream.bytes is 'Of its rows, without indexes.';

create table recalled_event (
  stream   text collate "C" not null,
  revision bigint not null,
  summary  json   not null,
  data     json   not null,
  primary key (stream, revision)
);

create table recalled_posting (like posting including all);

create view posting as select * from posting union all select * from recalled_posting;

create view event as
select stream, revision, event_id, type, refused, command_id, actor, correlation_id, document_number, effective_date, recorded_at,
       hash, prevhash, partition, log_offset, reverses,
       coalesce(event.summary, recalled_event.summary) as summary, coalesce(event.data, recalled_event.data) as data, size_bytes, words
  from event left join recalled_event using (stream, revision);
