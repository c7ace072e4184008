-- What runs are of: one row for each flow as it was called, however many runs it had. Texts and labels are looked for here, and the
-- runs then chosen by number.
CREATE TABLE run_kinds (
  id        INTEGER PRIMARY KEY,
  flow_name TEXT NOT NULL,
  file      TEXT NOT NULL,
  -- A JSON array.
  labels    TEXT NOT NULL,
  UNIQUE (flow_name, file, labels)
);

ALTER TABLE runs ADD COLUMN kind_id INTEGER REFERENCES run_kinds (id);
INSERT INTO run_kinds (flow_name, file, labels) SELECT DISTINCT flow_name, file, labels FROM runs;
UPDATE runs SET kind_id =
  (SELECT id FROM run_kinds AS kind WHERE kind.flow_name = runs.flow_name AND kind.file = runs.file AND kind.labels = runs.labels);

-- Every index holds all that a filter may ask of a run: a hundred thousand are passed over in milliseconds, and only those that are
-- shown are read.
DROP INDEX runs_newest;
DROP INDEX runs_by_workspace;
DROP INDEX runs_by_flow;
DROP INDEX runs_by_status;
DROP INDEX runs_by_trigger;
CREATE INDEX runs_newest ON runs (created_at, stream_id, status, trigger_type, kind_id, id);
CREATE INDEX runs_by_workspace ON runs (workspace, created_at, stream_id, status, trigger_type, kind_id, id);
-- With times: the statistics of a flow are read from here alone.
CREATE INDEX runs_by_flow ON runs
  (flow_id, created_at, stream_id, status, trigger_type, kind_id, id, workspace, started_at, finished_at);
CREATE INDEX runs_by_status ON runs (status, created_at, stream_id, trigger_type, kind_id, id, workspace);
CREATE INDEX runs_by_trigger ON runs (trigger_type, created_at, stream_id, status, kind_id, id);
-- For the removal of a kind with its last run.
CREATE INDEX runs_by_kind ON runs (kind_id);

-- Labels are the kind's now.
DROP TABLE run_labels;

-- Runs that a person wants to keep, whatever else is cleared away.
CREATE TABLE pinned_runs (
  stream_id INTEGER PRIMARY KEY REFERENCES runs (stream_id) ON DELETE CASCADE,
  at        INTEGER NOT NULL
);
