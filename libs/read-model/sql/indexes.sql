-- Keys, indexes and triggers of the tables of tables.sql, made when these are filled.

alter table checkpoint add primary key (partition);

alter table stream_head add primary key (stream);
create index stream_head_by_partition on stream_head (partition);
create index stream_head_stopped on stream_head (stream) where stopped is not null;

alter table event add primary key (stream, revision);
create index event_by_position on event (partition, log_offset);
create index event_by_offset on event (stream, log_offset, revision);
create index event_by_document on event ((document_number collate "C"), stream, revision)
  where document_number is not null and not refused;
create index event_by_time on event (stream, recorded_at, revision);
create unique index event_by_reversed on event (stream, reverses) where reverses is not null;
comment on index event_by_position is 'Changes in the order of the log.';
comment on index event_by_offset is 'A position becomes a revision.';
comment on index event_by_document is 'A document number is searched by its beginning.';
comment on index event_by_time is 'An instant becomes a revision; a division''s trail takes the newest of each department.';

alter table posting add primary key (stream, revision, place);
create index posting_by_year on posting (stream, fiscal_year, unit, line_key, revision);
create index posting_by_freeze on posting (stream, freeze_revision) where freeze_revision is not null;
comment on index posting_by_year is 'What made a line, a unit''s year or, one stream after the other, a division''s.';
comment on index posting_by_freeze is 'What freezes still hold.';

alter table saying add primary key (stream, kind, fiscal_year, unit, item, revision);

alter table transit_leg add primary key (transit_id, leg, stream);
create index transit_leg_by_stream on transit_leg (stream, fiscal_year);
create index transit_leg_by_other_stream on transit_leg (other_stream, fiscal_year);

alter table unit_year add primary key (division, department, unit, fiscal_year);
create index unit_year_by_division_year on unit_year (division, fiscal_year, department, unit);
create index unit_year_by_position on unit_year (partition, log_offset);
comment on index unit_year_by_position is 'What was touched since a place of the log.';

alter table budget_line add primary key (division, department, unit, fiscal_year, line_key);
create index budget_line_by_division_year on budget_line (division, fiscal_year, department, unit, line_key);
comment on index budget_line_by_division_year is 'A division''s year; the primary key would lead through all years of all departments.';

create unique index search_name_key on search_name (kind, division, department, unit, fiscal_year, md5(case kind when 'project' then name else '' end));
create index search_name_by_term on search_name using gin (lexemes) with (fastupdate = off);
comment on index search_name_key is 'A unit and a department have one name, a unit''s year several projects, whose names may be longer than what an index holds.';

create trigger checkpoint_moved after insert or update on checkpoint
  for each statement execute function notify_projected();
