-- What of the carried-over money the approving document does not hold: it was brought in after the first day of its year.

-- What is new here says something of rows that are there already, so all rows are made again from the log; the projector finds that
-- nothing is projected yet.
truncate checkpoint, stream_head, unit, unit_year, budget_line, performance_target, event, event_line, transit_leg, saying;

alter table budget_line add column late_carried_over numeric(30, 2) not null default 0;
alter table event_line add column late boolean not null default false;
