-- The whole year: freezes, payments, carry-over and reclaim as columns of a line; both clocks on every posting.

alter table budget_line
  add column frozen      numeric(30, 2) not null default 0,
  add column paid        numeric(30, 2) not null default 0,
  add column refunded    numeric(30, 2) not null default 0,
  add column carried_out numeric(30, 2) not null default 0,
  add column reclaimed   numeric(30, 2) not null default 0;

-- The revision of the event that this one reverses; the link back is found by the index.
alter table event add column reverses bigint;
create unique index event_by_reversed on event (stream, reverses) where reverses is not null;

alter table event_line
  add column available_before numeric(30, 2),
  add column available_after  numeric(30, 2),
  add column effective_date   date,
  -- Of column frozen: the revision of the freeze.
  add column freeze_revision  bigint;
-- Before these columns nothing could be frozen or paid, so all of the current budget was available, and every posting took effect on
-- the date of its event.
update event_line
   set available_before = current_before, available_after = current_after, effective_date = event.effective_date
  from event
 where event.stream = event_line.stream and event.revision = event_line.revision;
alter table event_line
  alter column available_before set not null,
  alter column available_after  set not null,
  alter column effective_date   set not null;
-- What made a line: its postings in order.
create index event_line_by_line on event_line (stream, unit, fiscal_year, line_key, revision);
create index event_line_by_freeze on event_line (stream, freeze_revision) where freeze_revision is not null;

-- A transfer between departments stands in two streams, which are projected apart: a row for each event of it.
create table transit_leg (
  transit_id   text collate "C" not null,
  -- sent, received, refused, settled or returned
  leg          text not null,
  stream       text collate "C" not null,
  revision     bigint not null,
  -- The stream at the other end.
  other_stream text collate "C" not null,
  fiscal_year  integer not null,
  amount       numeric(30, 2) not null,
  refusal_code text,
  primary key (transit_id, leg)
);
create index transit_leg_by_stream on transit_leg (stream, fiscal_year);
create index transit_leg_by_other_stream on transit_leg (other_stream, fiscal_year);

create table ceiling (
  division     text collate "C" not null,
  department   text collate "C" not null,
  fiscal_year  integer not null,
  scope_key    text collate "C" not null,
  scope        json not null,
  -- Null where the limit was lifted.
  limit_amount numeric(30, 2),
  primary key (division, department, fiscal_year, scope_key)
);

-- Years that were closed or reopened; what is not here was never closed.
create table year_status (
  division    text collate "C" not null,
  department  text collate "C" not null,
  fiscal_year integer not null,
  closed      boolean not null,
  primary key (division, department, fiscal_year)
);
