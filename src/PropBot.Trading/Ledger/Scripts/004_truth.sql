-- What reconciliation and PnL keep. Times are UTC unix microseconds; amounts plain decimals as text.
create table pnl_snapshot(id integer primary key, at integer not null, json text not null);
create index pnl_snapshot_at on pnl_snapshot(at);

create table reconciliation_alert(id integer primary key, at integer not null, json text not null);

-- Equity of both venues; the last row before 00:00 UTC is the day's base (R33).
create table equity(
  at integer primary key,
  binance text not null,
  okx text not null
) without rowid;

-- Money that moved in or out of a venue account without being a result. kind 'unexplained': told by the wallet alone.
create table transfer(
  venue text not null,
  id text not null,
  amount text not null,
  kind text not null,
  at integer not null,
  primary key (venue, id)
) without rowid;
create index transfer_at on transfer(at);

-- Trades on our accounts that are not ours (P13): told once, and part of what explains the wallet.
create table foreign_fill(
  venue text not null,
  symbol text not null,
  trade_id text not null,
  side text not null,
  order_id text not null,
  venue_order_id text not null,
  quantity text not null,
  price text not null,
  fee text not null,
  fee_currency text not null,
  at integer not null,
  primary key (venue, symbol, trade_id, side)
) without rowid;
create index foreign_fill_at on foreign_fill(at);

-- What the book offered when an order left, where that was not what the plan had counted with: legging is the difference.
create table order_arrival(
  order_id text primary key,
  price text not null
) without rowid;
