-- Who wants, or has, a place in a concurrency group: a run, or an attempt of a step (`holder`). Nothing says who holds one: the
-- first in line do, among those whose run has not finished, so that the end of a run frees its place in the same transaction.
CREATE TABLE group_members (
  number     INTEGER PRIMARY KEY,
  group_name TEXT NOT NULL,
  holder     TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  places     INTEGER NOT NULL,
  UNIQUE (group_name, holder)
);
CREATE INDEX group_members_by_run ON group_members (run_id);

-- Durable counters of thresholds: each claim counts once, however often it is made.
CREATE TABLE counter_claims (
  counter TEXT NOT NULL,
  claim   TEXT NOT NULL,
  PRIMARY KEY (counter, claim)
) WITHOUT ROWID;
