-- The budget as it stood, by either clock. Amounts are sums of postings; all else that events say is kept with the revision that said it.

-- What is new here says something of every row, so all rows are made again from the log; the projector finds that nothing is projected
-- yet.
do $$
begin
  execute (
    select 'truncate ' || string_agg(format('%I', name), ', ')
      from unnest(array['checkpoint', 'stream_head', 'unit', 'unit_year', 'budget_line', 'performance_target', 'event', 'event_line',
                        'publication_text', 'transit_leg', 'ceiling', 'year_status']) as name
     where to_regclass(name) is not null
  );
end
$$;

-- Led by the year, so that one index serves a unit, a department and, a stream after the other, a division.
drop index event_line_by_line;
create index event_line_by_year on event_line (stream, fiscal_year, unit, line_key, revision);
-- An instant or a position becomes a revision.
create index event_by_time on event (stream, recorded_at, revision);
create index event_by_offset on event (stream, log_offset, revision);

-- What events say besides amounts: a row for each saying, never replaced.
create table saying (
  stream         text collate "C" not null,
  -- unit, targets, text, ceiling or year-status
  kind           text collate "C" not null,
  -- 0 for what is said of a unit as such.
  fiscal_year    integer not null,
  -- Empty for what is said of the department.
  unit           text collate "C" not null,
  -- What else tells it from others of its kind: a project, a section, a ceiling's scope.
  item           text collate "C" not null,
  revision       bigint not null,
  -- Among what its event says: it gives items that were said at once their order.
  place          integer not null,
  effective_date date,
  content        json not null,
  primary key (stream, kind, fiscal_year, unit, item, revision)
);

-- The revision of the first event of a unit's year: before it, nothing of the year was known.
alter table unit_year add column first_revision bigint not null;

-- What stood here is said there, and nothing else reads it.
drop table publication_text;
drop table ceiling;
drop table year_status;
