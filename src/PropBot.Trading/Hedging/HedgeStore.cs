using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Hedging;

/// <summary>Hedges as rows of the ledger; orders and fills hang below them (OrderStore).</summary>
public static class HedgeStore
{
    private const string Columns =
        "id,number,symbol,state,simulated,opened_at,closed_at,planned,long_venue,first_venue,long_planned,short_planned,leverage,initiator,reason,exposed_since," +
        "edge_entry,edge_close,edge_fees,edge_drift,edge_funding,mid,realised,strategy";

    public static Action<LedgerTransaction> Insert(Hedge h) => tx => tx.Execute(
        $"insert into hedge({Columns}) values(?1,?2,?3,?4,?5,?6,null,?7,?8,?9,?10,?11,?12,?13,'',null,?14,?15,?16,?17,?18,?19,'0',?20)",
        h.Id, h.Number, h.Symbol, HedgeState.Planned, h.Simulated, h.OpenedAt, h.Planned.Value, h.Long.Venue.Word(), h.FirstLeg.Word(),
        h.Long.Planned.Value, h.Short.Planned.Value, h.Leverage, h.Initiator,
        h.Edge.Entry.Value, h.Edge.Close.Value, h.Edge.Fees.Value, h.Edge.Drift.Value, h.Edge.Funding.Value, h.Mid, h.Strategy);

    /// <summary>Captures the hedge as it is now; the returned unit writes exactly that.</summary>
    public static Action<LedgerTransaction> Update(Hedge h)
    {
        var (id, state, closed, reason, exposed, realised) = (h.Id, h.State, h.ClosedAt, h.Reason, h.ExposedSince, h.Realised);
        return tx => tx.Execute(
            "update hedge set state=?2, closed_at=?3, reason=?4, exposed_since=?5, realised=?6 where id=?1", id, state, closed, reason, exposed, realised);
    }

    public static long LastNumber(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select coalesce(max(number),0) from hedge";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Σ realised of real hedges that are over, all time and since <paramref name="dayStart"/>, plus funding no open hedge held.</summary>
    public static (decimal All, decimal Today) RealisedOfClosed(SqliteConnection connection, DateTimeOffset dayStart)
    {
        decimal all = 0m, today = 0m;
        using var command = connection.CreateCommand();
        command.CommandText =
            "select realised, closed_at from hedge where simulated=0 and state='Closed' union all select amount, at from funding where hedge_id=''";
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var amount = Decimals.Parse(row.GetString(0));
            all += amount;
            if (!row.IsDBNull(1) && LedgerTime.FromMicroseconds(row.GetInt64(1)) >= dayStart) today += amount;
        }

        return (all, today);
    }

    /// <summary>Hedges that are not over, with orders, fills and funding; oldest first.</summary>
    public static List<Hedge> LoadActive(SqliteConnection connection, PairUniverse universe, Func<Venue, string, Instrument> instrument) =>
        Load(connection, "where state not in ('Closed','Abandoned') order by number", universe, instrument);

    /// <summary>The newest hedges that are over, newest first.</summary>
    public static List<Hedge> LoadRecent(SqliteConnection connection, int count, PairUniverse universe, Func<Venue, string, Instrument> instrument) =>
        Load(connection, $"where state='Closed' order by number desc limit {count}", universe, instrument);

    private static List<Hedge> Load(SqliteConnection connection, string where, PairUniverse universe, Func<Venue, string, Instrument> instrument)
    {
        var hedges = new List<Hedge>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"select {Columns} from hedge {where}";
            using var row = command.ExecuteReader();
            while (row.Read()) hedges.Add(Read(row, universe, instrument));
        }

        foreach (var hedge in hedges) Fill(connection, hedge, instrument);
        return hedges;
    }

    private static Hedge Read(SqliteDataReader row, PairUniverse universe, Func<Venue, string, Instrument> instrument)
    {
        decimal Number(int column) => Decimals.Parse(row.GetString(column));
        DateTimeOffset? Time(int column) => row.IsDBNull(column) ? null : LedgerTime.FromMicroseconds(row.GetInt64(column));
        var symbol = row.GetString(2);
        var longVenue = Venues.Parse(row.GetString(8));
        var hedge = new Hedge
        {
            Id = row.GetString(0),
            Number = row.GetInt64(1),
            Pair = universe.IndexOf(symbol),
            Symbol = symbol,
            Simulated = row.GetBoolean(4),
            OpenedAt = LedgerTime.FromMicroseconds(row.GetInt64(5)),
            ClosedAt = Time(6),
            Planned = new Quantity(Number(7)),
            Long = new LegBook(instrument(longVenue, symbol), Side.Buy, new Price(Number(10))),
            Short = new LegBook(instrument(longVenue.Other(), symbol), Side.Sell, new Price(Number(11))),
            FirstLeg = Venues.Parse(row.GetString(9)),
            Leverage = Number(12),
            Initiator = row.GetString(13),
            Reason = row.GetString(14),
            ExposedSince = Time(15),
            Edge = new EdgeParts(new(Number(16)), new(Number(17)), new(Number(18)), new(Number(19)), new(Number(20))),
            Mid = Number(21),
            Strategy = row.GetString(23),
        };
        hedge.Restore(Enum.Parse<HedgeState>(row.GetString(3)));
        return hedge;
    }

    private static void Fill(SqliteConnection connection, Hedge hedge, Func<Venue, string, Instrument> instrument)
    {
        var byId = new Dictionary<string, Order>(StringComparer.Ordinal);
        foreach (var order in OrderStore.Load(connection, hedge.Id, instrument))
        {
            hedge.Leg(order.Venue).Add(order);
            byId[order.Id.Value] = order;
        }

        foreach (var fill in OrderStore.LoadFills(connection, hedge.Id))
            if (byId.TryGetValue(fill.OrderId, out var order) && order.Take(fill))
                hedge.Leg(order.Venue).Take(order, fill);

        using var command = connection.CreateCommand();
        command.CommandText = "select venue, amount from funding where hedge_id=$h";
        command.Parameters.AddWithValue("$h", hedge.Id);
        using var row = command.ExecuteReader();
        while (row.Read()) hedge.Leg(Venues.Parse(row.GetString(0))).TakeFunding(Decimals.Parse(row.GetString(1)));
    }
}
