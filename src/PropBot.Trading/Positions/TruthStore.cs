using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Positions;

/// <summary>Equity, transfers, snapshots and foreign trades as rows of the ledger (script 004).</summary>
public static class TruthStore
{
    /// <summary>How long equity rows and snapshots stay; fills and transfers stay for good.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public static void InsertEquity(LedgerTransaction tx, EquityRow row)
    {
        tx.Execute("insert into equity(at,binance,okx) values(?1,?2,?3) on conflict(at) do update set binance=excluded.binance, okx=excluded.okx", row.At, row.Binance, row.Okx);
        tx.Execute("delete from equity where at < ?1", row.At - Kept);
    }

    public static void InsertSnapshot(LedgerTransaction tx, PnlSnapshot snapshot)
    {
        tx.Execute("insert into pnl_snapshot(at,json) values(?1,?2)", snapshot.Timestamp, snapshot.ToJson());
        tx.Execute("delete from pnl_snapshot where at < ?1", snapshot.Timestamp - Kept);
    }

    public static void InsertReconciliationAlert(LedgerTransaction tx, DateTimeOffset at, string json) =>
        tx.Execute("insert into reconciliation_alert(at,json) values(?1,?2)", at, json);

    public static void InsertTransfer(LedgerTransaction tx, TransferRow row) => tx.Execute(
        "insert or ignore into transfer(venue,id,amount,kind,at) values(?1,?2,?3,?4,?5)", row.Venue.Word(), row.Id, row.Amount, row.Kind, row.At);

    public static void InsertForeignFill(LedgerTransaction tx, Fill fill) => tx.Execute(
        "insert or ignore into foreign_fill(venue,symbol,trade_id,side,order_id,venue_order_id,quantity,price,fee,fee_currency,at) values(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
        fill.Venue.Word(), fill.Symbol, fill.TradeId, fill.Side, fill.OrderId, fill.VenueOrderId, fill.Quantity.Value, fill.Price.Value, fill.Fee.Amount, fill.Fee.Currency, fill.At);

    public static void RemoveForeignFill(LedgerTransaction tx, Fill fill) => tx.Execute(
        "delete from foreign_fill where venue=?1 and symbol=?2 and trade_id=?3 and side=?4", fill.Venue.Word(), fill.Symbol, fill.TradeId, fill.Side);

    /// <summary>Trades of others in one symbol, oldest first.</summary>
    public static List<Fill> LoadForeignFills(SqliteConnection connection, string symbol, DateTimeOffset since)
    {
        var fills = new List<Fill>();
        using var command = Since(
            connection, "select venue,trade_id,side,order_id,venue_order_id,quantity,price,fee,fee_currency,at from foreign_fill where symbol=$s and at >= $t order by at, venue, trade_id", since);
        command.Parameters.AddWithValue("$s", symbol);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            fills.Add(new Fill(
                Venues.Parse(row.GetString(0)), symbol, row.GetString(1), row.GetString(3), row.GetString(4), Enum.Parse<Side>(row.GetString(2)), new Quantity(Decimals.Parse(row.GetString(5))),
                new Price(Decimals.Parse(row.GetString(6))), new Money(Decimals.Parse(row.GetString(7)), row.GetString(8)), false, null, LedgerTime.FromMicroseconds(row.GetInt64(9))));
        }

        return fills;
    }

    /// <summary>What the day's base is chosen from: the last row before 00:00 UTC and the first one after.</summary>
    public static ImmutableArray<EquityRow> LoadEquityAround(SqliteConnection connection, DateTimeOffset now)
    {
        var rows = ImmutableArray.CreateBuilder<EquityRow>(2);
        using var command = connection.CreateCommand();
        command.CommandText =
            "select * from (select at,binance,okx from equity where at < $d order by at desc limit 1) " +
            "union all select * from (select at,binance,okx from equity where at >= $d order by at limit 1)";
        command.Parameters.AddWithValue("$d", LedgerTime.ToMicroseconds(DailyLoss.DayStart(now)));
        using var row = command.ExecuteReader();
        while (row.Read()) rows.Add(new EquityRow(LedgerTime.FromMicroseconds(row.GetInt64(0)), Decimals.Parse(row.GetString(1)), Decimals.Parse(row.GetString(2))));
        return rows.ToImmutable();
    }

    public static ImmutableArray<TransferRow> LoadTransfers(SqliteConnection connection, DateTimeOffset since)
    {
        var rows = ImmutableArray.CreateBuilder<TransferRow>();
        using var command = Since(connection, "select venue,id,amount,kind,at from transfer where at >= $t order by at,venue,id", since);
        using var row = command.ExecuteReader();
        while (row.Read())
            rows.Add(new TransferRow(Venues.Parse(row.GetString(0)), row.GetString(1), Decimals.Parse(row.GetString(2)), row.GetString(3), LedgerTime.FromMicroseconds(row.GetInt64(4))));
        return rows.ToImmutable();
    }

    /// <summary>Keys of all fills since a time with what reconciliation needs of them: ours first, then foreign ones.</summary>
    public static ImmutableArray<(Venue Venue, string Symbol, string TradeId, Side Side, string OrderId, decimal Quantity, DateTimeOffset At, bool Foreign)> LoadFillKeys(
        SqliteConnection connection, DateTimeOffset since)
    {
        var rows = ImmutableArray.CreateBuilder<(Venue, string, string, Side, string, decimal, DateTimeOffset, bool)>();
        using var command = Since(
            connection,
            "select f.venue,f.symbol,f.trade_id,f.side,f.order_id,f.quantity,f.at,0 from fill f join hedge h on h.id=f.hedge_id where f.at >= $t and h.simulated=0 and instr(f.trade_id,'" + FillParts.Mark + "')=0 " +
            "union all select venue,symbol,trade_id,side,order_id,quantity,at,1 from foreign_fill where at >= $t",
            since);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            rows.Add((
                Venues.Parse(row.GetString(0)), row.GetString(1), row.GetString(2), Enum.Parse<Side>(row.GetString(3)), row.GetString(4), Decimals.Parse(row.GetString(5)),
                LedgerTime.FromMicroseconds(row.GetInt64(6)), row.GetBoolean(7)));
        }

        return rows.ToImmutable();
    }

    /// <summary>Keys of all trades by which a venue closed a position of ours (R19).</summary>
    public static ImmutableArray<(Venue Venue, string Symbol, string TradeId, Side Side)> LoadTakenOver(SqliteConnection connection)
    {
        var rows = ImmutableArray.CreateBuilder<(Venue, string, string, Side)>();
        using var command = connection.CreateCommand();
        command.CommandText =
            "select f.venue,f.symbol,f.trade_id,f.side from order_intent o join fill f on f.order_id=o.id where o.purpose='Takeover' and instr(f.trade_id,'" + FillParts.Mark + "')=0";
        using var row = command.ExecuteReader();
        while (row.Read()) rows.Add((Venues.Parse(row.GetString(0)), row.GetString(1), row.GetString(2), Enum.Parse<Side>(row.GetString(3))));
        return rows.ToImmutable();
    }

    /// <summary>The newest snapshots, newest first.</summary>
    public static ImmutableArray<string> LoadSnapshots(SqliteConnection connection, int most)
    {
        var rows = ImmutableArray.CreateBuilder<string>();
        using var command = connection.CreateCommand();
        command.CommandText = "select json from pnl_snapshot order by id desc limit $n";
        command.Parameters.AddWithValue("$n", most);
        using var row = command.ExecuteReader();
        while (row.Read()) rows.Add(row.GetString(0));
        return rows.ToImmutable();
    }

    internal static SqliteCommand Since(SqliteConnection connection, string sql, DateTimeOffset since)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$t", LedgerTime.ToMicroseconds(since));
        return command;
    }
}
