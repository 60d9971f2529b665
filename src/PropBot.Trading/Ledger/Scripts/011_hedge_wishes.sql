-- What a person or a workflow asked the desk to do with a partial hedge (R28). Its id is the workflow's instance and token, so a repeat is
-- the same wish. A completion's row is written together with its order's intent: a second order under one id is impossible.
create table hedge_wish(
  id text primary key,
  hedge_id text not null,
  kind text not null check (kind in ('unwind', 'complete')),
  by text not null,
  at integer not null,
  order_id text not null default '',
  outcome text not null default '',
  detail text not null default '',
  decided_at integer
) without rowid;
create index hedge_wish_open on hedge_wish(hedge_id) where outcome = '';
