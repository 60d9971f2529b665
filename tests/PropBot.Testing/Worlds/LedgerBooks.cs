using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Orders;

namespace PropBot.Testing.Worlds;

internal sealed record OrderRow(string Id, Venue Venue, string Symbol, Side Side, decimal Quantity, OrderState State, bool IsTakeover);

internal sealed record FillRow(Venue Venue, string Symbol, string TradeId, Side Side, string OrderId, decimal Quantity, decimal Price, decimal Fee)
{
    public decimal Signed => Quantity * Side.Sign();

    /// <summary>USDT in (positive) or out, fee included.</summary>
    public decimal Cash => -(Signed * Price) - Fee;
}

/// <summary>One leg over its whole life: base quantity planned, filled by opening orders, filled by reducing ones.</summary>
internal sealed record LegRow(string HedgeId, Venue Venue, decimal Planned, decimal Opened, decimal Reduced);

internal sealed record FundingRow(Venue Venue, string Symbol, string Id, decimal Amount);

/// <summary>What the ledger holds, as it would be read after a crash at this moment. Simulated rows are left out.</summary>
internal sealed record LedgerBooks(IReadOnlyList<OrderRow> Orders, IReadOnlyList<FillRow> Fills, IReadOnlyList<FundingRow> Fundings, IReadOnlyList<LegRow> Legs)
{
    public static LedgerBooks Read(ILedger ledger) => ledger.Read(connection => new LedgerBooks(
        Rows(connection, "select id,venue,symbol,side,quantity,state,purpose from order_intent where simulated=0 order by id", row => new OrderRow(
            row.GetString(0), Venues.Parse(row.GetString(1)), row.GetString(2), Enum.Parse<Side>(row.GetString(3)), Decimals.Parse(row.GetString(4)),
            Enum.Parse<OrderState>(row.GetString(5)), row.GetString(6) == nameof(OrderPurpose.Takeover))),
        Rows(
            connection,
            "select f.venue,f.symbol,f.trade_id,f.side,f.order_id,f.quantity,f.price,f.fee from fill f join hedge h on h.id=f.hedge_id where h.simulated=0 order by f.venue,f.trade_id",
            row => new FillRow(
                Venues.Parse(row.GetString(0)), row.GetString(1), row.GetString(2), Enum.Parse<Side>(row.GetString(3)), row.GetString(4),
                Decimals.Parse(row.GetString(5)), Decimals.Parse(row.GetString(6)), Decimals.Parse(row.GetString(7)))),
        Rows(connection, "select venue,symbol,id,amount from funding order by venue,id,hedge_id", row => new FundingRow(
            Venues.Parse(row.GetString(0)), row.GetString(1), row.GetString(2), Decimals.Parse(row.GetString(3)))),
        LegRows(connection)));

    /// <summary>Every row of the tables that record decisions, as text.</summary>
    public static IReadOnlyList<string> Dump(ILedger ledger) => ledger.Read(connection =>
        new[] { "hedge order by id", "order_intent order by id", "fill order by 1,2,3", "funding order by 1,2,3", "hedge_log order by id", "execution_stat order by id", "event order by id", "control order by key" }
            .SelectMany(table => Rows(
                connection, $"select * from {table}",
                row => $"{table.Split(' ')[0]}: {string.Join('|', Enumerable.Range(0, row.FieldCount).Select(column => row.GetValue(column)))}")).ToList());

    private static List<LegRow> LegRows(SqliteConnection connection) =>
    [
        .. Rows(
            connection,
            "select h.id,f.venue,h.planned,o.purpose,f.quantity from fill f join order_intent o on o.id=f.order_id join hedge h on h.id=o.hedge_id where h.simulated=0",
            row => (Hedge: row.GetString(0), Venue: Venues.Parse(row.GetString(1)), Planned: Decimals.Parse(row.GetString(2)), Opens: row.GetString(3) == "Open", Quantity: Decimals.Parse(row.GetString(4))))
            .GroupBy(f => (f.Hedge, f.Venue, f.Planned))
            .Select(g => new LegRow(g.Key.Hedge, g.Key.Venue, g.Key.Planned, g.Where(f => f.Opens).Sum(f => f.Quantity), g.Where(f => !f.Opens).Sum(f => f.Quantity))),
    ];

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        List<T> all = [];
        while (row.Read()) all.Add(read(row));
        return all;
    }
}
