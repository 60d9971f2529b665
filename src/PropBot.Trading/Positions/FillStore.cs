using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Positions;

/// <summary>A trade that took more than one hedge: its further parts are rows of their own, and no trades of the venue.</summary>
public static class FillParts
{
    public const string Mark = "#";
}

/// <summary>Reads the fills of a hedge back with what had been planned for each.</summary>
public static class FillStore
{
    private const string Rows =
        "select f.venue,f.side,o.purpose,f.quantity,f.price,o.expected,a.price,f.fee,f.at,o.created_at " +
        "from fill f join order_intent o on o.id=f.order_id left join order_arrival a on a.order_id=o.id where f.hedge_id=$h order by o.created_at,o.id,f.at";

    public static HedgeFills Load(SqliteConnection connection, HedgeRecord hedge)
    {
        var fills = ImmutableArray.CreateBuilder<LegFill>();
        var firstExit = new Dictionary<Venue, Price>();
        using var command = connection.CreateCommand();
        command.CommandText = Rows;
        command.Parameters.AddWithValue("$h", hedge.Id);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var leg = hedge.Leg(Venues.Parse(row.GetString(0)));
            var isExit = row.GetString(2) != "Open";
            var expected = Number(row, 5);

            // A closing order is planned anew each time; the first one of a leg is what the decision to close counted with.
            if (isExit) firstExit.TryAdd(leg.Venue, new Price(expected));
            var planned = isExit ? firstExit[leg.Venue] : new Price(expected);
            var arrival = isExit || row.IsDBNull(6) ? new Price(expected) : new Price(Number(row, 6));
            fills.Add(new LegFill(
                leg.Venue, leg.Side, isExit, new Quantity(Number(row, 3)), new Price(Number(row, 4)), planned, arrival, Money.OfUsdt(Number(row, 7)),
                LedgerTime.FromMicroseconds(row.GetInt64(8))));
        }

        return new HedgeFills(hedge, fills.ToImmutable(), Funding(connection, hedge.Id));
    }

    private static ImmutableArray<FundingBooked> Funding(SqliteConnection connection, string hedgeId)
    {
        var booked = ImmutableArray.CreateBuilder<FundingBooked>();
        using var command = connection.CreateCommand();
        command.CommandText = "select venue,amount,at from funding where hedge_id=$h order by at,venue,id";
        command.Parameters.AddWithValue("$h", hedgeId);
        using var row = command.ExecuteReader();
        while (row.Read())
            booked.Add(new FundingBooked(Venues.Parse(row.GetString(0)), Money.OfUsdt(Number(row, 1)), LedgerTime.FromMicroseconds(row.GetInt64(2))));
        return booked.ToImmutable();
    }

    private static decimal Number(SqliteDataReader row, int column) => Decimals.Parse(row.GetString(column));
}
