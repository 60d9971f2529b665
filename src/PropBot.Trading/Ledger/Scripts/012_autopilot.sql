-- What two people gave the autopilot in advance (R20). One in force at a time; ended by a person, a kill, a P0, a restore, its time, or because
-- what it was bound to has changed. Times are UTC unix microseconds.
create table mandate(
  id text primary key,
  state text not null check (state in ('armed', 'ended')),
  binding text not null,
  until integer not null,
  armed_at integer not null,
  requested_by text not null,
  approved_by text not null,
  -- The boot that its gates were last asked in: a permit is only written in that one.
  asked_in text not null default '',
  -- JSON list of what stood against its use when it was last asked; '' = nothing.
  refused text not null default '',
  ended_at integer,
  why text not null default ''
);
create unique index mandate_in_force on mandate(state) where state = 'armed';

-- Each permit that a mandate wrote: at most two an hour.
create table mandate_use(
  permit text primary key,
  mandate text not null,
  boot_id text not null,
  at integer not null
) without rowid;

-- What the autopilot did last, for people: resume, refused.
create table autopilot_note(
  n integer primary key,
  at integer not null,
  action text not null,
  reason text not null,
  boot_id text not null
);
