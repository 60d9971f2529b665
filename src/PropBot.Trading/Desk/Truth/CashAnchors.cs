using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk.Truth;

/// <summary>Cash anchors in the ledger's control table, and what the ledger has booked since: money that came or went while nobody looked is found at start.</summary>
internal static class CashAnchors
{
    public static Action<LedgerTransaction> Save(Venue venue, DateTimeOffset at, decimal cash) => tx => tx.Execute(
        "insert into control(key,value) values(?1,?2) on conflict(key) do update set value=excluded.value", Key(venue), $"{LedgerTime.ToMicroseconds(at)}|{Decimals.Plain(cash)}");

    public static void Load(SqliteConnection connection, CashBook book)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select value from control where key=$k";
        command.Parameters.AddWithValue("$k", Key(book.Venue));
        if (command.ExecuteScalar() is not string text) return;
        var parts = text.Split('|');
        var at = LedgerTime.FromMicroseconds(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
        book.AnchorAt(at, Decimals.Parse(parts[1]));
        foreach (var fill in Fills(connection, book.Venue, at)) book.Take(fill);
        book.Flow += Sum(connection, "select amount from funding where venue=$v and at>$t", book.Venue, at) + Sum(connection, "select amount from transfer where venue=$v and at>$t", book.Venue, at);
    }

    private static List<Fill> Fills(SqliteConnection connection, Venue venue, DateTimeOffset since)
    {
        var fills = new List<Fill>();
        using var command = Since(
            connection,
            "select f.symbol,f.side,f.quantity,f.price,f.fee,f.fee_currency from fill f join hedge h on h.id=f.hedge_id where f.venue=$v and f.at>$t and h.simulated=0 " +
            "union all select symbol,side,quantity,price,fee,fee_currency from foreign_fill where venue=$v and at>$t",
            venue, since);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            fills.Add(new Fill(
                venue, row.GetString(0), "", "", "", Enum.Parse<Side>(row.GetString(1)), new Quantity(Decimals.Parse(row.GetString(2))), new Price(Decimals.Parse(row.GetString(3))),
                new Money(Decimals.Parse(row.GetString(4)), row.GetString(5)), false, null, since));
        }

        return fills;
    }

    private static decimal Sum(SqliteConnection connection, string sql, Venue venue, DateTimeOffset since)
    {
        var sum = 0m;
        using var command = Since(connection, sql, venue, since);
        using var row = command.ExecuteReader();
        while (row.Read()) sum += Decimals.Parse(row.GetString(0));
        return sum;
    }

    private static SqliteCommand Since(SqliteConnection connection, string sql, Venue venue, DateTimeOffset since)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$v", venue.Word());
        command.Parameters.AddWithValue("$t", LedgerTime.ToMicroseconds(since));
        return command;
    }

    private static string Key(Venue venue) => $"cash_anchor_{venue.Word()}";
}
