using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Hedging;

/// <summary>Table <c>hedge_wish</c> (script 011).</summary>
public static class HedgeWishStore
{
    private const string Columns = "id, hedge_id, kind, by, at, order_id, outcome, detail";

    /// <summary>Fails on an id that is there already: the unit around it, an order's intent included, is undone.</summary>
    public static void Begin(LedgerTransaction tx, HedgeWish wish) => tx.Execute(
        $"insert into hedge_wish({Columns}) values(?1,?2,?3,?4,?5,?6,?7,?8)", wish.Id, wish.HedgeId, Word(wish.Kind), wish.By, wish.At, wish.OrderId, wish.Outcome, wish.Detail);

    /// <summary>Writes what became of it, once: a later word about the same wish changes nothing.</summary>
    public static void Decide(LedgerTransaction tx, HedgeWish wish, DateTimeOffset at) => tx.Execute(
        $"insert into hedge_wish({Columns}, decided_at) values(?1,?2,?3,?4,?5,?6,?7,?8,?9) " +
        "on conflict(id) do update set outcome=excluded.outcome, detail=excluded.detail, decided_at=excluded.decided_at where outcome=''",
        wish.Id, wish.HedgeId, Word(wish.Kind), wish.By, wish.At, wish.OrderId, wish.Outcome, wish.Detail, at);

    public static HedgeWish? Find(SqliteConnection db, string id)
    {
        using var command = db.CreateCommand();
        command.CommandText = $"select {Columns} from hedge_wish where id=$id";
        command.Parameters.AddWithValue("$id", id);
        return Read(command).FirstOrDefault();
    }

    /// <summary>Under way when the last process ended, oldest first.</summary>
    public static IReadOnlyList<HedgeWish> Open(SqliteConnection db)
    {
        using var command = db.CreateCommand();
        command.CommandText = $"select {Columns} from hedge_wish where outcome='' order by at, id";
        return Read(command);
    }

    private static List<HedgeWish> Read(SqliteCommand command)
    {
        var found = new List<HedgeWish>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(new HedgeWish(row.GetString(0), row.GetString(1), Enum.Parse<WishKind>(row.GetString(2), ignoreCase: true), row.GetString(3), LedgerTime.FromMicroseconds(row.GetInt64(4)))
            {
                OrderId = row.GetString(5),
                Outcome = row.GetString(6),
                Detail = row.GetString(7),
            });
        }

        return found;
    }

    private static string Word(WishKind kind) => kind == WishKind.Unwind ? "unwind" : "complete";
}
