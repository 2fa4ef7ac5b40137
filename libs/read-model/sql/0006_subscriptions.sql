-- For readers that follow the log: what each event changed, by position, and the place of the newest event of each unit-year.

-- The new columns say something of every row, so all rows are made again from the log; the projector finds that nothing is projected
-- yet. Tables of later migrations are emptied as well where those were applied first: what is made again must not be there already.
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

-- The amounts of the line behind this posting, by column, zeros left out: a column that comes later leaves older rows as they are.
alter table event_line add column amounts_after jsonb not null;

-- The newest event that changed anything of the unit-year, a new name of the unit among it.
alter table unit_year
  add column revision   bigint not null,
  add column partition  integer not null,
  add column log_offset bigint not null;
create index unit_year_by_position on unit_year (partition, log_offset);
create index event_by_position on event (partition, log_offset);

-- Whoever waits for news is woken when the transaction of the projection commits. A lost call loses nothing: who waits also looks by itself.
create function notify_projected() returns trigger language plpgsql as $$
begin
  perform pg_notify('ledger_projected', '');
  return null;
end
$$;
create trigger checkpoint_moved after insert or update on checkpoint
  for each statement execute function notify_projected();
