using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Brakes;

/// <summary>Brakes and closings while the database takes nothing (R3): noted first, done, and in the ledger once it writes again, each line once.</summary>
public class EmergencyScenarios
{
    // Not async: an async method gives back the thread's own context, and the desk's continuations would run anywhere.
    private static DeskHarness Open()
    {
        var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        return desk;
    }

    [Fact]
    public async Task a_closing_order_is_noted_before_its_bytes_leave_and_leaves_without_a_database()
    {
        await using var desk = Open();
        desk.Writes.Broken = true;
        var noted = new List<string>();
        desk.Binance.WhenPlaced = () => noted.Add(Lines(desk));
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        Assert.Contains(desk.Binance.Placed[^1].Id.Value, noted[0], StringComparison.Ordinal);
        Assert.Equal(0m, desk.Binance.Positions["BTCUSDT"] + desk.Okx.Positions["BTCUSDT"]);
    }

    [Fact]
    public async Task when_the_database_writes_again_each_line_is_in_it_once()
    {
        await using var desk = Open();
        desk.Writes.Broken = true;
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        desk.Writes.Broken = false;
        desk.Until(() => desk.Snapshot.LedgerWritable, "the ledger is back");
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(desk.Count("select count(*) from emergency_line"), desk.Count("select count(*) from event where code='emergency_log'"));
        Assert.Equal(2, desk.Count("select count(*) from order_intent where purpose='Close'"));
        var lines = desk.Count("select count(*) from emergency_line");
        Assert.True(lines >= 2);
        await desk.Crash();
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(lines, desk.Count("select count(*) from event where code='emergency_log'"));
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
    }

    [Fact]
    public async Task a_process_that_dies_before_the_database_is_back_knows_its_orders_and_its_hold_again()
    {
        await using var desk = Open();
        desk.Writes.Broken = true;
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        await desk.Crash();
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "manual_hold");
        desk.Writes.Broken = false;
        desk.Quiet();
        desk.Until(() => desk.Snapshot.Hedges.All(h => h.State == HedgeState.Closed), "the venue's fills are found", 90);
        Assert.DoesNotContain(desk.Snapshot.Blocks, b => b.Code == "desync");
        var ids = desk.Binance.Placed.Concat(desk.Okx.Placed).Select(o => o.Id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
    }

    [Fact]
    public async Task a_database_that_hangs_is_as_good_as_none_and_the_kill_is_known_after_a_crash()
    {
        await using var desk = Open();
        desk.Writes.Hangs = true;
        desk.Send(new DeskCommand.Kill("a", FlattenScope.Matched));
        desk.Until(() => desk.Binance.Positions["BTCUSDT"] == 0m && desk.Okx.Positions["BTCUSDT"] == 0m, "closed without an answer of the database", 3);
        await desk.Crash();
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "kill_switch");
        Assert.Equal(FlattenScope.Matched, desk.Snapshot.Kill!.Flatten);
        desk.Quiet();
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "confirmed", 90);
        desk.Until(() => desk.Snapshot.Hedges.All(h => h.State == HedgeState.Closed), "the fills are found", 90);
    }

    [Fact]
    public async Task an_opening_never_leaves_without_the_database()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Writes.Broken = true;
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }

    private static string Lines(DeskHarness desk)
    {
        using var file = new FileStream(Path.Combine(desk.Folder, "emergency.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
