-- What the measures remember over a restart. Times are UTC unix microseconds unless named otherwise; amounts plain decimals as text.
alter table hedge add column strategy text not null default 'cross_exchange_arb';

-- One sample a minute and pair: basis (OKX above Binance) in bps of the mid, and the mid. Kept ten days.
create table move_sample(
  minute integer not null,
  symbol text not null,
  basis_bps text not null,
  mid text not null,
  primary key (minute, symbol)
) without rowid;

-- Naked exposure of a hedge in USDT seconds, what was unmatched when last looked at, and how long both legs took.
create table hedge_measure(
  hedge_id text primary key,
  naked text not null,
  seen_at integer not null,
  seen_notional text not null,
  latency_us integer,
  failed_at integer
) without rowid;
create index hedge_measure_failed on hedge_measure(failed_at);

-- Naked exposure by UTC day (days since 1970).
create table naked_day(day integer primary key, usdt_seconds text not null);

-- The orchestrator's memory of each strategy.
create table strategy(name text primary key, json text not null) without rowid;
