-- The budget as it stands. Every key begins with the stream (division and department), so that a stream can write to no other's rows.
-- Keys sort by code point, which is the same on every machine.

create table unit (
  division        text collate "C" not null,
  department      text collate "C" not null,
  unit            text collate "C" not null,
  name            text not null,
  department_name text not null,
  -- json and not jsonb, here and below: it keeps every text that the log may hold, \u0000 among them, and the order of the fields.
  staffing        json,
  primary key (division, department, unit)
);

-- The years of which a unit has any event: what stands here is known, and zero is not the same as unknown.
create table unit_year (
  division    text collate "C" not null,
  department  text collate "C" not null,
  unit        text collate "C" not null,
  fiscal_year integer not null,
  primary key (division, department, unit, fiscal_year)
);

create table budget_line (
  division     text collate "C" not null,
  department   text collate "C" not null,
  unit         text collate "C" not null,
  fiscal_year  integer not null,
  -- All dimensions as one string, so that absent ones need no special case in a key.
  line_key     text collate "C" not null,
  source       text not null,
  function     text not null,
  economic     text not null,
  category     text not null,
  project      text,
  origin_year  integer,
  procurement  text,
  original     numeric(30, 2) not null,
  carried_over numeric(30, 2) not null,
  supplemented numeric(30, 2) not null,
  cut          numeric(30, 2) not null,
  transferred  numeric(30, 2) not null,
  primary key (division, department, unit, fiscal_year, line_key)
);

create table performance_target (
  division       text collate "C" not null,
  department     text collate "C" not null,
  unit           text collate "C" not null,
  fiscal_year    integer not null,
  -- Empty for the unit's own targets (table 10).
  project        text collate "C" not null,
  -- Of the event that set them first: it gives the projects their order in table 11.
  first_revision bigint not null,
  content        json not null,
  primary key (division, department, unit, fiscal_year, project)
);
