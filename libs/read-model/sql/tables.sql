-- The read model: what the projector makes of the log, and what every read is answered from. schema.md shows all of it on one page.
-- All rows come from the log and can be made again from it. Keys, indexes and triggers are in indexes.sql: rows are filled in faster without them.
-- A change here or there makes another version of the read model: see ../src/versions/version.ts. Keys and codes sort by code point, which is the same on every machine.
-- json and not jsonb: it keeps every text that the log may hold, \u0000 among them, and the order of the fields.


-- Where the projection stands. Both tables are written in the transaction that writes the rows that they cover.

create table checkpoint (
  partition   integer not null,
  next_offset bigint  not null,
  last_hash   text    not null
);
comment on table checkpoint is 'Up to where each partition of the log is projected; every partition has a row, also one without a record.';
comment on column checkpoint.next_offset is 'The next offset to read.';
comment on column checkpoint.last_hash is 'SHA-256 of the record at next_offset - 1; empty at offset 0.';

create table stream_head (
  stream         text collate "C" not null,
  partition      integer not null,
  revision       bigint  not null,
  hash           text    not null,
  time           text    not null,
  void_tips      jsonb   not null,
  stopped        text,
  stopped_offset bigint
);
comment on table stream_head is 'Where each stream stands: its newest record that counts and is in these tables. A stream is one department of one division over all years, 361100/126.';
comment on column stream_head.hash is 'SHA-256 of that record, which the next one names as its parent.';
comment on column stream_head.time is 'Exactly as the record spells it; empty for a stream without accepted records.';
comment on column stream_head.void_tips is '[[hash, revision], …] of void records that may still be named as a parent.';
comment on column stream_head.stopped is 'Why the stream stopped, where it did: it waits for an operator, and nothing behind that record is projected.';
comment on column stream_head.stopped_offset is 'Where the record stands that stopped it.';


-- What the log says: every event that counts, each amount that it moves, and all else that it says. Rows are only ever added.

create table event (
  stream          text collate "C" not null,
  revision        bigint      not null,
  event_id        text        not null,
  type            text        not null,
  refused         boolean     not null,
  command_id      text        not null,
  actor           text        not null,
  correlation_id  text        not null,
  document_number text,
  effective_date  date,
  recorded_at     timestamptz not null,
  hash            text        not null,
  prevhash        text        not null,
  partition       integer     not null,
  log_offset      bigint      not null,
  reverses        bigint,
  summary         json,
  data            json,
  size_bytes      integer     not null,
  words           text        not null default ''
);
comment on table event is 'The audit trail: every event that counts, refusals among them.';
comment on column event.event_id is 'stream@revision.';
comment on column event.type is 'As the record names it, also where it is read as a later version of its type.';
comment on column event.refused is 'A command that was refused; it changes nothing.';
comment on column event.command_id is 'Of the command that it answers; ids make commands safe to repeat.';
comment on column event.actor is 'Who posted it, by his token.';
comment on column event.correlation_id is 'What the sender knows it by.';
comment on column event.document_number is 'Of a refusal, its command''s.';
comment on column event.effective_date is 'From when on it counts, as opposed to recorded_at, when it was written.';
comment on column event.hash is 'SHA-256 of the record.';
comment on column event.prevhash is 'Hash of the stream''s record before it.';
comment on column event.log_offset is 'Where the record stands in its partition.';
comment on column event.reverses is 'The revision of the event that this one reverses; an event is reversed once.';
comment on column event.summary is '{reason, parts: [{type, unit, fiscalYear, project}]}: what subscribers are told besides lines. The parts of a combination are its events. Made by the projector, so that nothing else has to read data. Null where the event is left out.';
comment on column event.data is 'As the record holds it, for the audit trail alone. Null where the event is left out of the version: then it has no postings here either, and both stand in the log.';
comment on column event.size_bytes is 'Of data; a page ends before it gets too heavy.';
comment on column event.words is 'What it is searched by, a line each, as it is compared: who posted it, and every text that it holds but for hashes. It is kept where the event is left out, too.';

create table posting (
  stream          text collate "C" not null,
  revision        bigint         not null,
  place           integer        not null,
  unit            text collate "C" not null,
  fiscal_year     integer        not null,
  line_key        text collate "C" not null,
  amount_column   text           not null,
  delta           numeric(30, 2) not null,
  amounts_after   jsonb          not null,
  effective_date  date           not null,
  freeze_revision bigint,
  late            boolean        not null default false
);
comment on table posting is 'One amount that an event moves in one column of one line. Sums of them are the budget as of any revision and any effective date.';
comment on column posting.unit is 'Six digits, of which the first three are the department; these alone are its pool.';
comment on column posting.line_key is 'The line, as in budget_line.';
comment on column posting.place is 'Among the postings of its event.';
comment on column posting.amount_column is 'original, carriedOver, supplemented, cut, transferred, frozen, paid, refunded, carriedOut or reclaimed.';
comment on column posting.delta is 'In yuan; negative where it takes from the column.';
comment on column posting.amounts_after is 'All amounts of the line behind this posting, in yuan by column, zeros left out. It is the sum of the line''s postings so far, kept because the trail and subscriptions show it of every event, and a sum over all earlier ones would be made for each. What was current and available before and after is computed from it.';
comment on column posting.effective_date is 'Of one part of an event it may be another than the event''s.';
comment on column posting.freeze_revision is 'Of column frozen: the revision of the freeze.';
comment on column posting.late is 'Of column carriedOver: brought in after the first day of the year, so that the approving document does not hold it.';

create table saying (
  stream         text collate "C" not null,
  kind           text collate "C" not null,
  fiscal_year    integer not null,
  unit           text collate "C" not null,
  item           text collate "C" not null,
  revision       bigint  not null,
  place          integer not null,
  effective_date date,
  content        json    not null
);
comment on table saying is 'What events say besides amounts: names of units, performance targets, texts, ceilings, closed years. The newest of an item counts, up to a revision or an effective date; which units there are is said here and nowhere else.';
comment on column saying.kind is 'unit, targets, text, ceiling or year-status.';
comment on column saying.fiscal_year is '0 for what is said of a unit as such.';
comment on column saying.unit is 'Empty for what is said of the department.';
comment on column saying.item is 'What else tells it from others of its kind: a project, a section, a ceiling''s scope.';
comment on column saying.place is 'Among what its event says: it gives items that were said at once their order.';
comment on column saying.content is 'By kind: see libs/read-model/src/sayings.ts.';

create table transit_leg (
  transit_id   text collate "C" not null,
  leg          text           not null,
  stream       text collate "C" not null,
  revision     bigint         not null,
  other_stream text collate "C" not null,
  fiscal_year  integer        not null,
  amount       numeric(30, 2) not null,
  refusal_code text
);
comment on table transit_leg is 'A transfer between departments stands in two streams, which are projected apart: a row for each event of it.';
comment on column transit_leg.transit_id is 'The id of the event that sent it.';
comment on column transit_leg.leg is 'sent, received, refused, settled or returned.';
comment on column transit_leg.stream is 'Whose event it is; part of the key, so that a stream that claims a leg of somebody else''s transfer keeps nobody''s from being projected.';
comment on column transit_leg.amount is 'In yuan, of all its lines.';
comment on column transit_leg.other_stream is 'The stream at the other end.';
comment on column transit_leg.refusal_code is 'Why the other end refused it.';


-- Where things stand now, by place: rows are replaced. The keys begin with the stream's parts, so that a stream can write to no other's
-- rows and a division is read as one.

create table unit_year (
  division       text collate "C" not null,
  department     text collate "C" not null,
  unit           text collate "C" not null,
  fiscal_year    integer not null,
  first_revision bigint  not null,
  revision       bigint  not null,
  partition      integer not null,
  log_offset     bigint  not null,
  original       numeric(30, 2) not null default 0,
  current        numeric(30, 2) not null default 0,
  available      numeric(30, 2) not null default 0,
  paid           numeric(30, 2) not null default 0,
  refunded       numeric(30, 2) not null default 0,
  frozen         numeric(30, 2) not null default 0
);
comment on table unit_year is 'The years of which a unit, or its department''s pool, has any event: what stands here is known, and zero is not the same as unknown.';
comment on column unit_year.first_revision is 'Of the first event of the year: before it nothing of the year was known.';
comment on column unit_year.revision is 'Of the newest event that changed anything of the year, a new name of the unit among it.';
comment on column unit_year.partition is 'Where that event stands in the log, kept here for an index.';
comment on column unit_year.original is 'The sum over the lines of the unit''s year, in yuan, as are those below: a list of a division''s departments with their totals would else go through all of its lines.';
comment on column unit_year.current is '调整后预算数: what the lines come to after all adjustments.';
comment on column unit_year.available is '可用余额: of that, what is neither frozen nor paid.';

create table budget_line (
  division          text collate "C" not null,
  department        text collate "C" not null,
  unit              text collate "C" not null,
  fiscal_year       integer        not null,
  line_key          text collate "C" not null,
  original          numeric(30, 2) not null,
  carried_over      numeric(30, 2) not null,
  supplemented      numeric(30, 2) not null,
  cut               numeric(30, 2) not null,
  transferred       numeric(30, 2) not null,
  frozen            numeric(30, 2) not null default 0,
  paid              numeric(30, 2) not null default 0,
  refunded          numeric(30, 2) not null default 0,
  carried_out       numeric(30, 2) not null default 0,
  reclaimed         numeric(30, 2) not null default 0,
  late_carried_over numeric(30, 2) not null default 0
);
comment on table budget_line is 'The newest sums of postings by line, in yuan. The newest amounts_after of a line says the same; they are kept by line because whoever asks for the newest state reads thousands of lines at once, in one range of an index.';
comment on column budget_line.line_key is 'unit|source|function|economic|category|origin year|procurement|project: all dimensions as one string, so that absent ones, which are empty, need no special case in a key. The free text stands last.';
comment on column budget_line.unit is 'As in the key of the line; three digits are the department''s pool.';
comment on column budget_line.original is '年初预算数';
comment on column budget_line.carried_over is '上年结转';
comment on column budget_line.supplemented is '追加';
comment on column budget_line.cut is '追减, counted positive.';
comment on column budget_line.transferred is '调剂, net: what came in less what went out.';
comment on column budget_line.frozen is '冻结, net: what was frozen less what was released or paid out of it.';
comment on column budget_line.paid is '支付';
comment on column budget_line.refunded is '退回, counted positive.';
comment on column budget_line.carried_out is '结转下年, counted positive.';
comment on column budget_line.reclaimed is '收回存量资金, counted positive.';
comment on column budget_line.late_carried_over is 'What of carried_over was brought in after the first day of its year.';

create table search_name (
  kind        text collate "C" not null,
  division    text collate "C" not null,
  department  text collate "C" not null,
  unit        text collate "C" not null,
  fiscal_year integer not null,
  name        text collate "C" not null,
  said_by     text collate "C" not null,
  terms       text    not null,
  lexemes     tsvector not null generated always as (array_to_tsvector(string_to_array(terms, E'\n'))) stored
);
comment on table search_name is 'What can be searched by name: units and departments as they are called now, and the projects of each unit''s year.';
comment on column search_name.kind is 'unit, department or project.';
comment on column search_name.unit is 'Empty for a department.';
comment on column search_name.fiscal_year is '0 for what is of no one year.';
comment on column search_name.said_by is 'Of a department: the unit whose registration names it, which is its first one by code. Else empty.';
comment on column search_name.terms is 'What it is found by, a line each: the name as it is compared, its later parts, code, initials of its pinyin, and the whole of it.';
comment on column search_name.lexemes is 'The same as the index has them, which finds each by its beginning.';


create function notify_projected() returns trigger language plpgsql as $$
begin
  perform pg_notify('ledger_projected', '');
  return null;
end
$$;
comment on function notify_projected is 'Whoever waits for news is woken when the transaction of the projection commits. A lost call loses nothing: who waits also looks by itself.';
