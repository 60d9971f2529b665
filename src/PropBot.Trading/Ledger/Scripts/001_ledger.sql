-- Times are UTC unix microseconds. STRICT keeps a wrong type from slipping in beside the hash chain.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  role    TEXT NOT NULL,
  action  TEXT NOT NULL,
  channel TEXT NOT NULL,
  details TEXT NOT NULL,
  prev    TEXT NOT NULL,
  hash    TEXT NOT NULL
) STRICT;

-- A brake for honest mistakes; the hash chain finds the rest.
CREATE TRIGGER audit_is_never_edited BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TABLE event (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  level   TEXT NOT NULL CHECK (level IN ('INFO', 'WARNING', 'ERROR', 'CRITICAL')),
  code    TEXT NOT NULL,
  payload TEXT NOT NULL
) STRICT;
CREATE INDEX event_at ON event (at);

CREATE TABLE alert (
  id       INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  text     TEXT NOT NULL,
  extra    TEXT,
  active   INTEGER CHECK (active IN (0, 1)),
  alert_id TEXT
) STRICT;
CREATE INDEX alert_at ON alert (at);
