-- A commit may take another one back, and a record that was removed may come back under its own id.

alter table koyu_commits add column undoes INTEGER;

-- The removals are read at every start: few among many events.
create index koyu_events_of_removal on koyu_events (kind, fid, revision) where after is null;
