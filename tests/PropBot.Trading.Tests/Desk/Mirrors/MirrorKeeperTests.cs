using System.Text.Json.Nodes;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Ledger;
using PropBot.Trading.Tests.Ledger;

namespace PropBot.Trading.Tests.Desk.Mirrors;

public sealed class MirrorKeeperTests : IAsyncDisposable
{
    private readonly LedgerRoom room = new();
    private readonly LedgerStore ledger;
    private readonly MirrorOptions options;
    private readonly MirrorKeeper keeper;
    private DeskSnapshot desk = Samples.Desk(Samples.Hedge());

    public MirrorKeeperTests()
    {
        ledger = room.Open();
        options = new MirrorOptions(room.File("mirrors"));
        keeper = new MirrorKeeper(options, ledger, room.Clock, () => desk);
    }

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        room.Dispose();
    }

    [Fact]
    public void every_file_is_there_after_the_first_round()
    {
        keeper.Step();
        Assert.Empty(keeper.Problems);
        Assert.Equal("paper", (string)Read(options.RuntimeStatePath)["control"]!["environment"]!);
        Assert.Equal("h1", (string)Read(options.PositionsPath)[0]!["id"]!);
        Assert.Equal(0m, (decimal)Read(options.CapitalStatePath)["total_capital_usdt"]!);
        Assert.Empty(Read(options.HedgeLogPath).AsArray());
        Assert.Empty(Read(options.ExecutionStatsPath).AsArray());
        Assert.Empty(Read(options.PnlHistoryPath).AsArray());
        Assert.Empty(Read(options.ReconciliationAlertsPath).AsArray());
    }

    [Fact]
    public void the_logs_show_the_newest_500_oldest_first()
    {
        for (var i = 1; i <= 510; i++) Log("hedge_log", i);
        Log("execution_stat", 7);
        ledger.Step();
        keeper.Step();
        var entries = Read(options.HedgeLogPath).AsArray();
        Assert.Equal((500, 11, 510), (entries.Count, (int)entries[0]!["n"]!, (int)entries[^1]!["n"]!));
        Assert.Equal(7, (int)Assert.Single(Read(options.ExecutionStatsPath).AsArray())!["n"]!);
        Log("hedge_log", 511);
        ledger.Step();
        keeper.Step();
        Assert.Equal(511, (int)Read(options.HedgeLogPath).AsArray()[^1]!["n"]!);
    }

    [Fact]
    public void a_day_of_pnl_and_the_last_250_reconciliation_alerts_are_shown()
    {
        for (var i = 1; i <= 300; i++)
        {
            Log("pnl_snapshot", i);
            Log("reconciliation_alert", i);
        }

        ledger.Step();
        keeper.Step();
        Assert.Equal((288, 13), (Read(options.PnlHistoryPath).AsArray().Count, (int)Read(options.PnlHistoryPath)[0]!["n"]!));
        Assert.Equal((250, 300), (Read(options.ReconciliationAlertsPath).AsArray().Count, (int)Read(options.ReconciliationAlertsPath).AsArray()[^1]!["n"]!));
    }

    [Fact]
    public void a_lost_file_comes_back()
    {
        Log("hedge_log", 1);
        ledger.Step();
        keeper.Step();
        foreach (var file in Directory.GetFiles(room.File("mirrors"))) File.Delete(file);
        keeper.Step();
        Assert.Equal(8, Directory.GetFiles(room.File("mirrors")).Length);
        Assert.Single(Read(options.HedgeLogPath).AsArray());
    }

    [Fact]
    public void a_file_that_cannot_be_written_is_told_and_the_others_go_on()
    {
        Directory.CreateDirectory(options.PositionsPath);
        keeper.Step();
        Assert.Contains("hedge_positions.json", Assert.Single(keeper.Problems), StringComparison.Ordinal);
        Assert.True(File.Exists(options.RuntimeStatePath) && File.Exists(options.HedgeLogPath));
        Directory.Delete(options.PositionsPath);
        keeper.Step();
        Assert.Empty(keeper.Problems);
    }

    [Fact]
    public async Task a_change_is_on_the_disk_within_a_second_and_the_end_at_once()
    {
        // Without a context the loop's turns run inside the clock's advance, on this thread.
        SynchronizationContext.SetSynchronizationContext(null);
        using var stop = new CancellationTokenSource();
        var running = keeper.Run(stop.Token);
        desk = Samples.Desk(Samples.Hedge(), Samples.Hedge("h2"));
        Assert.Single(Read(options.PositionsPath).AsArray());
        room.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Read(options.PositionsPath).AsArray().Count);
        desk = Samples.Desk();
        await stop.CancelAsync();
        await running;
        Assert.Empty(Read(options.PositionsPath).AsArray());
    }

    [Fact]
    public void each_path_may_be_set_by_itself()
    {
        var elsewhere = options with { RuntimeStatePath = room.File("deep/er/state.json") };
        new MirrorKeeper(elsewhere, ledger, room.Clock, () => desk).Step();
        Assert.True(File.Exists(room.File("deep/er/state.json")));
        Assert.False(File.Exists(options.RuntimeStatePath));
    }

    [Fact]
    public void the_newest_alerts_are_there_oldest_first_in_the_predecessors_shape()
    {
        foreach (var kind in new[] { "k0", "k1", "k2" })
            _ = ledger.Write(unit => unit.Execute("insert into alert(at,kind,text,extra,active,alert_id) values(?1,?2,'t','{\"a\":1}',?3,'id')", room.Clock.GetUtcNow(), kind, true));
        ledger.Step();
        new MirrorKeeper(options with { MostAlerts = 2 }, ledger, room.Clock, () => desk).Step();
        var alerts = Read(options.AlertsPath).AsArray();
        Assert.Equal(["k1", "k2"], alerts.Select(a => a!["kind"]!.GetValue<string>()));
        Assert.Equal(1, alerts[1]!["extra"]!["a"]!.GetValue<int>());
        Assert.True(alerts[1]!["active"]!.GetValue<bool>());
    }

    private void Log(string table, int number) =>
        _ = ledger.Write(unit => unit.Execute($"INSERT INTO {table} (at, json) VALUES (?1, ?2)", room.Clock.GetUtcNow(), $$"""{"n":{{number}}}"""));

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;
}
