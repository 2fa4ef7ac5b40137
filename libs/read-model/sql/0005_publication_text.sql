-- What a published budget says and no figure can tell: the newest text of each section of a unit's year.
create table publication_text (
  division       text collate "C" not null,
  department     text collate "C" not null,
  unit           text collate "C" not null,
  fiscal_year    integer not null,
  -- The kind of the section, and the project or measure where there is one of the kind for each.
  section_key    text collate "C" not null,
  -- Of the event that set the section first, and its place there: they give projects and reasons their order.
  first_revision bigint not null,
  first_place    integer not null,
  content        json not null,
  primary key (division, department, unit, fiscal_year, section_key)
);
-- A division's year is read as one; its primary key alone would lead through all years of all departments.
create index budget_line_by_division_year on budget_line (division, fiscal_year, department, unit, line_key);
create index unit_year_by_division_year on unit_year (division, fiscal_year, department, unit);
