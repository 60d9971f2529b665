-- An approved loosening on its way to the desk (R2). Its id comes from the workflow's instance and token, so a repeat is the same permit.
-- 'using' is written before the desk applies it; one that is still 'using' or 'issued' in another boot was never applied.
create table permit(
  id text primary key,
  kind text not null,
  payload text not null,
  hold_epoch integer not null,
  boot_id text not null,
  by text not null,
  issued_at integer not null,
  state text not null check (state in ('issued', 'using', 'used', 'void')),
  decided_at integer,
  why text not null default ''
);
create index permit_open on permit(state) where state in ('issued', 'using');

-- What two people (or, downwards, one) last agreed on for a setting (R13, R14). Texts as the environment writes them; '' = not set.
create table approved_setting(
  key text primary key,
  value text not null,
  before text not null,
  environment text not null,
  until integer,
  version integer not null,
  by text not null,
  at integer not null
) without rowid;
