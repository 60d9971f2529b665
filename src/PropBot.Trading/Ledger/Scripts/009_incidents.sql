-- What went wrong, who looked at it, and why it was (R47). Times are UTC unix microseconds; NULL: not yet.
create table incident(
  id text primary key,
  number integer not null unique,
  severity text not null check (severity in ('P0', 'P1', 'P2')),
  code text not null,
  source text not null,
  detail text not null,
  opened_at integer not null,
  ended_at integer,
  acked_by text,
  acked_at integer,
  root_cause text,
  root_cause_by text,
  root_cause_at integer
);
create index incident_open on incident(ended_at);

create table incident_entry(
  id integer primary key,
  incident_id text not null references incident(id),
  at integer not null,
  kind text not null,
  by_whom text not null,
  text text not null
);
create index incident_entry_of on incident_entry(incident_id);
