-- What brakes leave behind. Times are UTC unix microseconds.

-- Lines of emergency.log that are in this ledger: each is taken once, whatever died between the file and the database.
create table emergency_line(
  number integer not null,
  line text not null,
  merged_at integer not null,
  primary key (number, line)
) without rowid;

-- What the venues answered when a kill was confirmed (R3): two consecutive reads of each venue, as they came.
create table kill_proof(
  kill_id text not null,
  venue text not null,
  read integer not null,
  asked_at integer not null,
  answered_at integer not null,
  open_orders integer not null,
  open_positions integer,
  answers text not null,
  primary key (kill_id, venue, read)
) without rowid;
