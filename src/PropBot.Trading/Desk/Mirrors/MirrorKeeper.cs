using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Mirrors;

/// <summary>
/// Keeps the JSON mirrors (R45) at most a second behind the desk, each written at most once a second and only when it changes.
/// A mirror that cannot be written is told in <see cref="Problems"/> and tried again; nothing else waits for it.
/// </summary>
public sealed class MirrorKeeper
{
    private const int ReconciliationAlertsShown = 250;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock;
    private readonly Func<DeskSnapshot> snapshot;
    private readonly MirrorFile runtimeState;
    private readonly MirrorFile positions;
    private readonly MirrorFile capital;
    private readonly (MirrorFile File, LedgerTail Tail)[] tails;
    private volatile IReadOnlyList<string> problems = [];

    public MirrorKeeper(MirrorOptions options, ILedger ledger, TimeProvider clock, Func<DeskSnapshot> snapshot)
    {
        this.clock = clock;
        this.snapshot = snapshot;
        runtimeState = new MirrorFile(options.RuntimeStatePath, clock);
        positions = new MirrorFile(options.PositionsPath, clock);
        capital = new MirrorFile(options.CapitalStatePath, clock);
        tails =
        [
            (new MirrorFile(options.HedgeLogPath, clock), new LedgerTail(ledger, "hedge_log")),
            (new MirrorFile(options.ExecutionStatsPath, clock), new LedgerTail(ledger, "execution_stat")),
            (new MirrorFile(options.PnlHistoryPath, clock), new LedgerTail(ledger, "pnl_snapshot", PnlSnapshot.Shown)),
            (new MirrorFile(options.ReconciliationAlertsPath, clock), new LedgerTail(ledger, "reconciliation_alert", ReconciliationAlertsShown)),
            (new MirrorFile(options.AlertsPath, clock), new LedgerTail(ledger, "alert", options.MostAlerts, static (db, most) => AlertStore.Newest(db, most).Reverse().Select(AlertStore.Json))),
        ];
    }

    /// <summary>What went wrong in the last round, one line a file; empty when all is well.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>One round, now.</summary>
    public void Step()
    {
        var desk = snapshot();
        var wrong = new List<string>();
        Note(wrong, runtimeState.Write(MirrorJson.Text(RuntimeStateJson.Of(desk))));
        Note(wrong, positions.Write(MirrorJson.Text(HedgePositionJson.Book(desk.Hedges))));
        Note(wrong, capital.Write(MirrorJson.Text(CapitalJson.Of(desk.Measures.Capital))));
        foreach (var (file, tail) in tails) Note(wrong, Follow(file, tail));
        problems = wrong;
    }

    /// <summary>Rounds until cancelled, and one more then, so that the files show how it ended.</summary>
    public async Task Run(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                Step();
                await Task.Delay(Pace, clock, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Step();
        }
    }

    private static string? Follow(MirrorFile file, LedgerTail tail)
    {
        JsonArray? news;
        try
        {
            news = tail.News(again: !File.Exists(file.Path));
        }
        catch (Exception failure) when (failure is SqliteException or JsonException)
        {
            return $"{file.Path}: {failure.Message}";
        }

        if (news is null) return null;
        var error = file.Write(MirrorJson.Text(news));
        if (error is not null) tail.Forget();
        return error;
    }

    private static void Note(List<string> wrong, string? error)
    {
        if (error is not null) wrong.Add(error);
    }
}
