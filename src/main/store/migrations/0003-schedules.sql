-- A schedule's state and its ledger: folds of the events of its stream `schedule:<id>`, written in their transaction.
CREATE TABLE schedules (
  number           INTEGER PRIMARY KEY,
  id               TEXT NOT NULL UNIQUE,
  first_seen       INTEGER NOT NULL,
  decided          INTEGER,
  runs             INTEGER NOT NULL,
  deferred_instant INTEGER,
  deferred_reason  TEXT,
  deferred_trigger TEXT,
  fired_instant    INTEGER,
  fired_run        TEXT,
  mark             INTEGER NOT NULL,
  -- The last number of the stream.
  seq              INTEGER NOT NULL
);

-- `first` and `last` are nominal instants; `at` is when the outcome was decided.
CREATE TABLE schedule_ledger (
  number       INTEGER PRIMARY KEY,
  schedule     INTEGER NOT NULL REFERENCES schedules (number),
  outcome      TEXT NOT NULL,
  reason       TEXT NOT NULL,
  first        INTEGER NOT NULL,
  last         INTEGER NOT NULL,
  count        INTEGER NOT NULL,
  run_id       TEXT,
  into_instant INTEGER,
  at           INTEGER NOT NULL
);
CREATE INDEX schedule_ledger_by_schedule ON schedule_ledger (schedule, number);
-- Nearly all rows are fires, so that the others are found only with an index; it costs a fire nothing.
CREATE INDEX schedule_ledger_unusual ON schedule_ledger (number, outcome) WHERE outcome <> 'fired';
CREATE INDEX schedule_ledger_open ON schedule_ledger (schedule) WHERE outcome = 'deferred';

-- `name` is a label or the id of a schedule; empty for a pause of everything.
CREATE TABLE schedule_pauses (
  scope TEXT NOT NULL,
  name  TEXT NOT NULL,
  at    INTEGER NOT NULL,
  by    TEXT NOT NULL,
  PRIMARY KEY (scope, name)
) WITHOUT ROWID;

-- Triggers in the form that a person has seen and let through.
CREATE TABLE armed_triggers (
  schedule_id TEXT PRIMARY KEY,
  workspace   TEXT NOT NULL,
  content     TEXT NOT NULL,
  armed_at    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX armed_triggers_by_workspace ON armed_triggers (workspace);
