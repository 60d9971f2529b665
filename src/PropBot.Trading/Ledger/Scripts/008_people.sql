-- People as the ledger keeps them (R9, R11, R12). Nobody is deleted: who once acted keeps the name for good. Times are UTC unix microseconds.
ALTER TABLE operator ADD COLUMN created_by TEXT NOT NULL DEFAULT 'source';
-- 'source': the file or command that named the person; anything else: who set the role, and then a file may only lower it.
ALTER TABLE operator ADD COLUMN role_set_by TEXT NOT NULL DEFAULT 'source';
ALTER TABLE operator ADD COLUMN removed_at INTEGER;
ALTER TABLE operator ADD COLUMN removed_by TEXT;

-- A token counts while its source is in use: a file of this start, 'bootstrap', or 'people' (two of them approved it).
ALTER TABLE operator_token ADD COLUMN source TEXT NOT NULL DEFAULT 'source';
ALTER TABLE operator_token ADD COLUMN issued_by TEXT NOT NULL DEFAULT 'source';
UPDATE operator_token SET source = (SELECT o.source FROM operator o WHERE o.name = operator_token.operator);

CREATE TABLE telegram_user (
  user_id    INTEGER PRIMARY KEY,
  operator   TEXT NOT NULL REFERENCES operator (name),
  source     TEXT NOT NULL CHECK (source IN ('environment', 'people')),
  mapped_at  INTEGER NOT NULL,
  mapped_by  TEXT NOT NULL,
  removed_at INTEGER,
  removed_by TEXT
) STRICT;

-- One pending and one active secret a person; sealed with AES-256-GCM under the key file beside this database.
CREATE TABLE totp (
  operator  TEXT NOT NULL REFERENCES operator (name),
  state     TEXT NOT NULL CHECK (state IN ('pending', 'active')),
  secret    BLOB NOT NULL,
  at        INTEGER NOT NULL,
  -- The newest 30-second step that was used: a code counts once.
  last_step INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (operator, state)
) STRICT;

-- What two people approved wins over the environment. APPROVE_TOKEN as SHA-256, the bot token sealed as above.
CREATE TABLE people_secret (
  name       TEXT PRIMARY KEY CHECK (name IN ('APPROVE_TOKEN', 'TELEGRAM_BOT_TOKEN')),
  value      BLOB NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;
