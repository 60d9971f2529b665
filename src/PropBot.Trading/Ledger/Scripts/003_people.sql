-- Who may act, and what they asked for. Tokens are kept as SHA-256 only (R38); times are UTC unix microseconds.
CREATE TABLE operator (
  name       TEXT PRIMARY KEY,
  role       TEXT NOT NULL CHECK (role IN ('operator', 'auditor', 'viewer')),
  source     TEXT NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE operator_token (
  hash       TEXT PRIMARY KEY,
  operator   TEXT NOT NULL REFERENCES operator (name),
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  -- 'source': it vanished from the file it came from and lives again when it is back; anything else: a person, for good.
  revoked_by TEXT
);

CREATE TABLE approval (
  id               TEXT PRIMARY KEY,
  action           TEXT NOT NULL,
  reason           TEXT NOT NULL,
  payload          TEXT NOT NULL,
  hold_epoch       INTEGER NOT NULL,
  hold_reasons     TEXT NOT NULL,
  requested_by     TEXT NOT NULL,
  requester_shared INTEGER NOT NULL,
  requester_stated TEXT NOT NULL,
  requested_at     INTEGER NOT NULL,
  expires_at       INTEGER NOT NULL,
  status           TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn', 'superseded', 'expired')),
  decided_by       TEXT,
  decided_at       INTEGER
);

-- One question at a time: a second request while one is open is answered with the open one.
CREATE UNIQUE INDEX approval_one_pending ON approval (action) WHERE status = 'pending';
CREATE INDEX approval_recent ON approval (requested_at);

-- Wrong second factors of the last while, so that a restart does not open a lock (R11).
CREATE TABLE wrong_second_factor (
  identity TEXT NOT NULL,
  at       INTEGER NOT NULL
);
