-- What two people do to an instance that is stuck (§3.3): skip a failed step, or end an instance that carries an approval. The second
-- person's yes is the engine's command under this id, so a repeat is the same one. Times are UTC unix microseconds.
create table stuck_request(
  id text primary key,
  kind text not null check (kind in ('skip-instance', 'cancel-instance')),
  instance text not null,
  token integer not null,
  outcome text not null,
  reason text not null,
  identity text not null,
  shared integer not null,
  stated text not null,
  at integer not null,
  expires integer not null,
  status text not null default 'pending',
  decided_by text not null default '',
  decided_at integer
) without rowid;
create index stuck_request_open on stuck_request(expires) where status = 'pending';
