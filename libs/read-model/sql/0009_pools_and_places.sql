-- A department's pool is called after the department, so what registers a unit touches the pool's years as well; and every partition of
-- the log has a place, also one without a record.

-- What is new here says something of rows that are there already, so all rows are made again from the log; the projector finds that
-- nothing is projected yet.
truncate checkpoint, stream_head, unit, unit_year, budget_line, performance_target, event, event_line, transit_leg, saying;
