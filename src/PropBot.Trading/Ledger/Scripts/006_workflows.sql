-- Durable workflows (design/workflows §4). Times are UTC unix microseconds.
CREATE TABLE workflow_definition (
  process TEXT NOT NULL,
  version INTEGER NOT NULL,
  sha256  TEXT NOT NULL,
  xml     TEXT NOT NULL,
  source  TEXT NOT NULL CHECK (source IN ('git', 'designer')),
  state   TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  by      TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (process, version)
) STRICT;
CREATE UNIQUE INDEX workflow_one_published ON workflow_definition (process) WHERE state = 'published';
CREATE INDEX workflow_definition_text ON workflow_definition (process, sha256);

CREATE TABLE workflow_instance (
  id           TEXT PRIMARY KEY,
  process      TEXT NOT NULL,
  version      INTEGER NOT NULL,
  key          TEXT NOT NULL,
  state        TEXT NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('running', 'completed', 'failed', 'cancelled')),
  outcome      TEXT NOT NULL,
  rev          INTEGER NOT NULL,
  started      INTEGER NOT NULL,
  ended        INTEGER,
  -- The call activity that waits for it.
  parent       TEXT,
  parent_token INTEGER,
  depth        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX workflow_one_running ON workflow_instance (process, key) WHERE status = 'running';
CREATE INDEX workflow_instance_recent ON workflow_instance (started);
CREATE INDEX workflow_instance_child ON workflow_instance (parent, parent_token) WHERE parent IS NOT NULL;

-- A bookmark, a job, a timer and a question to people are one shape of row.
CREATE TABLE workflow_wait (
  instance    TEXT NOT NULL,
  token       INTEGER NOT NULL,
  node        TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('job', 'timer', 'task', 'message', 'signal', 'call', 'incident')),
  name        TEXT NOT NULL,
  key         TEXT NOT NULL,
  since       INTEGER NOT NULL,
  -- When the pump has to look at it: a timer rings, a job may be tried (again), a lease ends.
  due         INTEGER,
  spec        TEXT NOT NULL,
  attempts    INTEGER NOT NULL,
  lease_until INTEGER,
  lease_owner TEXT,
  PRIMARY KEY (instance, token, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX workflow_wait_due ON workflow_wait (due) WHERE due IS NOT NULL;
CREATE INDEX workflow_wait_heard ON workflow_wait (kind, name, key);

-- The journal: replaying the inputs of an instance through the kernel gives its state.
CREATE TABLE workflow_event (
  instance TEXT NOT NULL,
  n        INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  what     TEXT NOT NULL,
  node     TEXT NOT NULL,
  actor    TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  -- Numbers of the tokens that this step took away, ' 3 5 '.
  gone     TEXT NOT NULL,
  detail   TEXT NOT NULL,
  PRIMARY KEY (instance, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_command (
  id     TEXT PRIMARY KEY,
  at     INTEGER NOT NULL,
  result TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX workflow_command_at ON workflow_command (at);

CREATE TABLE workflow_message (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  key     TEXT NOT NULL,
  vars    TEXT NOT NULL,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX workflow_message_for ON workflow_message (name, key);
CREATE INDEX workflow_message_expires ON workflow_message (expires);
