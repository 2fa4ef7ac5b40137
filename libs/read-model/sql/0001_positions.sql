-- Where the projection stands in the log. Both tables are written in the transaction that writes the rows they cover.

create table checkpoint (
  partition   integer primary key,
  -- The next offset to read.
  next_offset bigint not null,
  -- SHA-256 of the record at next_offset - 1; empty at offset 0.
  last_hash   text not null
);

create table stream_head (
  stream    text collate "C" primary key,
  partition integer not null,
  revision  bigint not null,
  hash      text not null,
  -- Exactly as the record spells it; empty for a stream without accepted records.
  time      text not null,
  -- [[hash, revision], …] of void records that may still be named as a parent.
  void_tips jsonb not null,
  -- Why the stream stopped, where it did.
  stopped   text
);
create index stream_head_by_partition on stream_head (partition);
create index stream_head_stopped on stream_head (stream) where stopped is not null;
