-- Where a stream has stopped, as a figure that positions can be compared with.
alter table stream_head add column stopped_offset bigint;
-- Every reason so far names the place in these words.
update stream_head set stopped_offset = substring(stopped from 'offset (\d+)')::bigint where stopped is not null;

-- A stream that claims a leg of somebody else's transfer must not keep that leg's own stream from being projected.
alter table transit_leg drop constraint transit_leg_pkey;
alter table transit_leg add primary key (transit_id, leg, stream);
