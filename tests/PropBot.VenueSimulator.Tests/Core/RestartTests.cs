using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

/// <summary>A venue does not forget because its process was killed.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Symbol = "BTCUSDT";
    private readonly string folder = Directory.CreateTempSubdirectory("propbot-sim-").FullName;

    [Fact]
    public void case_32_a_dead_man_switch_fires_although_the_venue_was_killed_meanwhile()
    {
        using var first = new Bench(folder);
        var order = first.Buy(1m, 59_000m);
        first.Venue.ArmDeadMan(Symbol, null, TimeSpan.FromSeconds(30));
        first.Venue.ArmDeadMan("ETHUSDT", "t", TimeSpan.FromSeconds(30));
        first.Venue.ArmDeadMan("ETHUSDT", "t", TimeSpan.Zero);
        first.Pass(TimeSpan.FromSeconds(10));

        using var second = new Bench(folder, first.Clock, first.Market);
        Assert.Equal(Symbol, Assert.Single(second.Venue.DeadMen()).Symbol);
        second.Pass(TimeSpan.FromSeconds(19));
        Assert.True(second.Venue.FindOrder(Symbol, order.Id, null)!.IsOpen);
        second.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(SimEndReason.DeadMan, second.Venue.FindOrder(Symbol, order.Id, null)!.EndReason);
        Assert.Empty(second.Venue.DeadMen());
    }

    [Fact]
    public void keys_instruments_modes_and_funding_clocks_are_kept()
    {
        using var first = new Bench(folder);
        var key = new SimListenKey("k7", first.Venue.Now + TimeSpan.FromMinutes(60));
        first.Venue.Keep(key);
        first.Venue.SetSelfTrade(SimSelfTrade.ExpireBoth);
        first.Venue.SetStatus(Symbol, SimInstrumentStatus.PostOnly);
        first.Venue.ChangeInstrument(Symbol, new SimUpcomingChange(0.5m, null, null, first.Venue.Now));
        first.Venue.ChangeInstrument(Symbol, new SimUpcomingChange(1m, null, null, first.Venue.Now + TimeSpan.FromHours(1)));
        first.Venue.SetFundingInterval(Symbol, TimeSpan.FromHours(4));

        using var second = new Bench(folder, first.Clock, first.Market);
        Assert.Equal((key, SimSelfTrade.ExpireBoth), (second.Venue.ListenKey, second.Venue.SelfTrade));
        Assert.Equal(first.Venue.Instrument(Symbol), second.Venue.Instrument(Symbol));
        Assert.Equal((0.5m, SimInstrumentStatus.PostOnly), (second.Venue.Instrument(Symbol)!.Tick, second.Venue.Instrument(Symbol)!.Status));
        Assert.Equal(first.Venue.Reference(Symbol), second.Venue.Reference(Symbol));
        second.Pass(TimeSpan.FromHours(1));
        Assert.Equal(1m, second.Venue.Instrument(Symbol)!.Tick);
    }

    [Fact]
    public void case_59_funding_is_booked_once_however_often_the_venue_is_killed_around_it()
    {
        var bench = new Bench(folder);
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        bench.Pass(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(5));
        for (var i = 0; i < 10; i++)
        {
            // Not disposed: killed.
            bench = new Bench(folder, bench.Clock, bench.Market);
            bench.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(-6m, Assert.Single(bench.Venue.Entries(), e => e.Kind == SimEntryKind.Funding).Amount);
        Assert.Equal(bench.Venue.Now.Date.AddHours(24), bench.Venue.Reference(Symbol).NextFundingAt.UtcDateTime);
        bench.Dispose();
    }

    [Fact]
    public void a_file_from_before_symbols_had_funding_clocks_is_still_settled_on_time()
    {
        using (var first = new Bench(folder))
        {
            first.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
            var file = Path.Combine(folder, "binance.jsonl");
            first.World.Dispose();
            var old = System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(file), "\"FundingClocks\":\\[[^\\]]*\\],?", "");
            File.WriteAllText(file, old);
            first.Clock.Advance(TimeSpan.FromHours(21));
            using var second = new Bench(folder, first.Clock, first.Market);
            Assert.Equal(3, second.Venue.Entries().Count(e => e.Kind == SimEntryKind.Funding));
        }
    }

    [Fact]
    public void trade_numbers_never_come_twice()
    {
        using var first = new Bench(folder);
        for (var i = 0; i < 100; i++) first.Pass(TimeSpan.FromMilliseconds(200));
        var told = first.Venue.RecentTrades(Symbol);
        Assert.NotEmpty(told);
        using var second = new Bench(folder, first.Clock, first.Market);
        second.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        Assert.True(second.Venue.Fills()[0].TradeId > told[^1].Id);
        Assert.Equal(told.Select(t => t.Id), told.Select(t => t.Id).Distinct().Order());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
