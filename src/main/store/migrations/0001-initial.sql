-- Times are integers: milliseconds since the Unix epoch, UTC.

-- Ids are never used again (AUTOINCREMENT): events of a removed stream that still wait to be deleted stay orphans.
CREATE TABLE streams (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
);

-- The truth. A row holds the events that one stream got in one transaction (up to a limit): events that are ready together are
-- written together, and a row more costs as much as ten events more. They have the numbers `seq`, `seq` + 1, .. of `count`.
-- `position` is the last event's, those before have the ones before. It is handed out inside the write transaction, so that its
-- order is the order of commits. It needs no AUTOINCREMENT (which would write another page each time): the highest row is never
-- deleted. No foreign key to streams: its look-up would be the dearest part of an append.
-- `data` is a JSON array of the events, without what the columns tell and without the run's id, which the stream's name has; `at`
-- is the instant of those that bring none of their own.
CREATE TABLE events (
  position  INTEGER PRIMARY KEY,
  stream_id INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  data      TEXT NOT NULL
);
-- Lets nobody append after a number that another has appended after already. Also answers a stream's last number and position
-- without a row of its own that every append would have to write.
CREATE UNIQUE INDEX events_by_stream ON events (stream_id, seq);

-- Plans are large and the same for every run of an unchanged flow: stored once each, by the hash of their text.
CREATE TABLE plans (
  id   INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  data TEXT NOT NULL
);

-- Read model of the run list: a fold of run.* events, written in their transaction.
CREATE TABLE runs (
  stream_id       INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  flow_id         TEXT NOT NULL,
  flow_name       TEXT NOT NULL,
  workspace       TEXT NOT NULL,
  file            TEXT NOT NULL,
  status          TEXT NOT NULL,
  paused          INTEGER NOT NULL,
  reason          TEXT,
  trigger_type    TEXT NOT NULL,
  trigger_data    TEXT NOT NULL,
  labels          TEXT NOT NULL,
  owner_id        TEXT,
  rerun_of        TEXT,
  plan_id         INTEGER REFERENCES plans (id),
  created_at      INTEGER NOT NULL,
  started_at      INTEGER,
  finished_at     INTEGER,
  step_count      INTEGER NOT NULL,
  succeeded_count INTEGER NOT NULL,
  failed_count    INTEGER NOT NULL,
  skipped_count   INTEGER NOT NULL,
  cancelled_count INTEGER NOT NULL
);
-- (created_at, stream_id) is the order of the list; the columns after it let a filter be decided without reading the row.
CREATE INDEX runs_newest ON runs (created_at, stream_id, status, trigger_type);
CREATE INDEX runs_by_workspace ON runs (workspace, created_at, stream_id, status, trigger_type);
CREATE INDEX runs_by_flow ON runs (flow_id, created_at, stream_id, status, trigger_type);
CREATE INDEX runs_by_status ON runs (status, created_at, stream_id, trigger_type);
CREATE INDEX runs_by_trigger ON runs (trigger_type, created_at, stream_id, status);
CREATE INDEX runs_unfinished ON runs (created_at) WHERE finished_at IS NULL;
CREATE INDEX runs_by_plan ON runs (plan_id);

CREATE TABLE run_labels (
  label      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  stream_id  INTEGER NOT NULL REFERENCES runs (stream_id) ON DELETE CASCADE,
  PRIMARY KEY (label, created_at, stream_id)
) WITHOUT ROWID;
CREATE INDEX run_labels_by_run ON run_labels (stream_id);

-- Streams of removed runs whose events are still being deleted, a batch at a time.
CREATE TABLE removals (
  stream_id INTEGER PRIMARY KEY
);

-- What is asked of a run by somebody who does not own it. An answered one stays for a while without its content, so that
-- the same id sent again is known.
CREATE TABLE commands (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  run_id      TEXT NOT NULL,
  kind        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  by          TEXT NOT NULL,
  data        TEXT,
  answered_at INTEGER
);
CREATE INDEX commands_pending ON commands (run_id, number) WHERE answered_at IS NULL;
CREATE INDEX commands_answered ON commands (answered_at) WHERE answered_at IS NOT NULL;

CREATE TABLE workspaces (
  path      TEXT PRIMARY KEY,
  trusted   INTEGER NOT NULL,
  opened_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE flows (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  file      TEXT NOT NULL,
  UNIQUE (workspace, file)
) WITHOUT ROWID;

CREATE TABLE key_values (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
