using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Control;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk;

/// <summary>One venue's word on what a kill left: open orders, conditional ones included, and positions where those were asked for.</summary>
internal sealed record KillRead(
    Venue Venue, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt, VenueAnswer<IReadOnlyList<OrderUpdate>> Orders, VenueAnswer<AccountState>? Account,
    IReadOnlyList<RawAnswer> Raw)
{
    /// <summary>Null where the venue did not say.</summary>
    public int? OpenOrders => Orders is VenueAnswer<IReadOnlyList<OrderUpdate>>.Got got ? got.Value.Count : null;

    /// <summary>Null where it was not asked or did not say.</summary>
    public int? OpenPositions => Account is VenueAnswer<AccountState>.Got got ? got.Value.Positions.Count(p => p.SignedQuantity != 0m) : null;

    public string Words => OpenOrders is not { } orders ? "does not answer" : OpenPositions is { } positions ? $"{orders} open orders, {positions} positions" : $"{orders} open orders";

    public KillReadView ToView(int number) => new(Venue, number, AskedAt, AnsweredAt, OpenOrders!.Value, OpenPositions);

    public static async Task<KillRead> Ask(IExchange exchange, bool withPositions, TimeProvider clock, CancellationToken stop)
    {
        var askedAt = clock.GetUtcNow();
        using var raw = RawAnswers.Listen();
        var orders = await exchange.ReadOpenOrders(stop);
        var account = withPositions ? await exchange.ReadAccount(stop) : null;
        return new KillRead(exchange.Venue, askedAt, clock.GetUtcNow(), orders, account, raw.Heard);
    }
}

/// <summary>A kill as people see it, from the command to its proof.</summary>
internal sealed record KillShown(DateTimeOffset At, string By, FlattenScope Scope, string Detail)
{
    public string Id => IdOf(At);
    public ImmutableArray<KillReadView> Proof { get; init; } = [];

    public static string IdOf(DateTimeOffset at) => $"kill{at.ToUnixTimeMilliseconds()}";
}

/// <param name="Answers">JSON array: what the venue's doors answered, <c>{call, status, body}</c> each, as it came.</param>
public sealed record KillProofRow(string KillId, KillReadView View, string Answers);

/// <summary>Rows of table <c>kill_proof</c>: the answers a kill was confirmed by, as they came.</summary>
public static class KillProof
{
    internal static Action<LedgerTransaction> Insert(string killId, IReadOnlyList<KillRead> reads)
    {
        var rows = reads.GroupBy(read => read.Venue).SelectMany(venue => venue.Select((read, index) => (read.ToView(index + 1), Answers(read)))).ToList();
        return tx =>
        {
            foreach (var (row, answers) in rows)
                tx.Execute(
                    "insert or ignore into kill_proof(kill_id,venue,read,asked_at,answered_at,open_orders,open_positions,answers) values(?1,?2,?3,?4,?5,?6,?7,?8)",
                    killId, row.Venue.Word(), row.Read, row.AskedAt, row.AnsweredAt, row.OpenOrders, row.OpenPositions, answers);
        };
    }

    /// <summary>The proof of a kill, without the answers themselves; empty while there is none.</summary>
    public static ImmutableArray<KillReadView> Load(SqliteConnection connection, string killId)
    {
        var reads = ImmutableArray.CreateBuilder<KillReadView>();
        using var command = connection.CreateCommand();
        command.CommandText = "select kill_id,venue,read,asked_at,answered_at,open_orders,open_positions from kill_proof where kill_id=$k order by venue,read";
        command.Parameters.AddWithValue("$k", killId);
        using var row = command.ExecuteReader();
        while (row.Read()) reads.Add(View(row));
        return reads.ToImmutable();
    }

    /// <summary>The answers of the last kills that were confirmed, newest kill first, each venue's reads in order.</summary>
    /// <param name="most">Kills, not reads.</param>
    public static IReadOnlyList<KillProofRow> Newest(SqliteConnection connection, int most)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "select kill_id,venue,read,asked_at,answered_at,open_orders,open_positions,answers from kill_proof " +
            "where kill_id in (select kill_id from kill_proof group by kill_id order by max(answered_at) desc limit $n) order by answered_at desc, venue, read";
        command.Parameters.AddWithValue("$n", most);
        using var row = command.ExecuteReader();
        var rows = new List<KillProofRow>();
        while (row.Read())
            rows.Add(new KillProofRow(row.GetString(0), View(row), row.GetString(7)));
        return rows;
    }

    private static KillReadView View(SqliteDataReader row) => new(
        Venues.Parse(row.GetString(1)), row.GetInt32(2), LedgerTime.FromMicroseconds(row.GetInt64(3)), LedgerTime.FromMicroseconds(row.GetInt64(4)), row.GetInt32(5),
        row.IsDBNull(6) ? null : row.GetInt32(6));

    // A connector that speaks no REST leaves no raw answers: then its facts stand for them.
    private static string Answers(KillRead read) => read.Raw.Count > 0
        ? JsonSerializer.Serialize(read.Raw.Select(answer => new { call = answer.Call, status = answer.Status, body = answer.Body }))
        : JsonSerializer.Serialize(new { orders = read.Orders.ToString(), account = read.Account?.ToString() });
}
