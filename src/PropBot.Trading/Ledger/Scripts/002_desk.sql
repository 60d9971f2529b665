create table hedge(
  id text primary key,
  number integer not null unique,
  symbol text not null,
  state text not null,
  simulated integer not null,
  opened_at integer not null,
  closed_at integer,
  planned text not null,
  long_venue text not null,
  first_venue text not null,
  long_planned text not null,
  short_planned text not null,
  leverage text not null,
  initiator text not null,
  reason text not null,
  exposed_since integer,
  edge_entry text not null,
  edge_close text not null,
  edge_fees text not null,
  edge_drift text not null,
  edge_funding text not null,
  mid text not null,
  realised text not null
);
create index hedge_by_state on hedge(state, number);

create table order_intent(
  id text primary key,
  hedge_id text not null references hedge(id),
  number integer not null,
  purpose text not null,
  venue text not null,
  symbol text not null,
  side text not null,
  quantity text not null,
  limit_price text not null,
  expected text not null,
  created_at integer not null,
  valid_until integer not null,
  simulated integer not null,
  mode_epoch integer not null,
  state text not null,
  venue_order_id text not null,
  reported text not null,
  detail text not null
);
create index order_by_hedge on order_intent(hedge_id, created_at);

create table fill(
  venue text not null,
  symbol text not null,
  trade_id text not null,
  side text not null,
  order_id text not null,
  hedge_id text not null,
  quantity text not null,
  price text not null,
  fee text not null,
  fee_currency text not null,
  is_maker integer not null,
  at integer not null,
  primary key (venue, symbol, trade_id, side)
) without rowid;
create index fill_by_hedge on fill(hedge_id, at);
create index fill_by_time on fill(venue, at);

create table funding(
  venue text not null,
  id text not null,
  hedge_id text not null,
  symbol text not null,
  amount text not null,
  at integer not null,
  primary key (venue, id, hedge_id)
) without rowid;
create index funding_by_hedge on funding(hedge_id);

create table control(key text primary key, value text not null) without rowid;

create table hedge_log(id integer primary key, at integer not null, json text not null);
create table execution_stat(id integer primary key, at integer not null, json text not null);
