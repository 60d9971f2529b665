using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Settings;

namespace PropBot.Trading.Tests.Settings;

public class ZeroConfigurationTests
{
    private readonly SettingsResult.Ready ready = Reading.Ready(Reading.Paper());

    [Fact]
    public void starts_paper_without_a_warning()
    {
        Assert.Equal("paper", ready.Trading.Profile);
        Assert.Empty(ready.Warnings);
    }

    [Fact]
    public void gives_the_defaults_the_option_records_carry()
    {
        Assert.Equal(new HedgingOptions(), ready.Trading.Hedging);
        Assert.Equal(new LimitOptions(), ready.Trading.Limits);
        Assert.Equal(new MarketDataOptions(), ready.Trading.MarketData);
        Assert.Equal(new OpportunityOptions(), ready.Trading.Opportunities);

        var bare = new TradingOptions { DataDirectory = "/srv/propbot/data" };
        Assert.Equal(bare.Universe.Symbols, ready.Trading.Universe.Symbols);
        Assert.Equal(bare.LoopVenues, ready.Trading.LoopVenues);
        Assert.Equal(bare, ready.Trading with { Universe = bare.Universe, LoopVenues = bare.LoopVenues, Loosenable = bare.Loosenable });
    }

    [Fact]
    public void listens_on_loopback_port_8000_with_authentication()
    {
        var door = ready.Host.Door;
        Assert.Equal(("127.0.0.1", 8000, true), (door.Host, door.Port, door.AuthEnabled));
        Assert.Equal((TimeSpan.FromSeconds(600), 30, 10), (door.IdempotencyTtl, door.RatePerMinute, door.Burst));
        Assert.Null(door.ApiToken);
        Assert.Null(door.ApproveToken);
    }

    [Fact]
    public void puts_every_file_under_the_data_folder_of_the_root()
    {
        Assert.Equal("/srv/propbot", ready.Host.Root);
        Assert.Equal("/srv/propbot/data", ready.Host.DataDirectory);
        Assert.Equal("/srv/propbot/data/runtime_state.json", ready.Host.Files.RuntimeState);
        Assert.Equal("/srv/propbot/data/hedge_positions.json", ready.Host.Files.Positions);
        Assert.Equal("/srv/propbot/data/snapshots", ready.Host.Files.SnapshotFolder);
    }

    [Fact]
    public void uses_no_real_venue()
    {
        Assert.Null(ready.Host.Addresses);
        Assert.Empty(ready.Host.Keys);
        Assert.Empty(ready.Host.PaperVenues.External);
    }

    [Fact]
    public void resolves_against_the_working_directory_without_a_solution_above()
    {
        var result = SettingsReader.Read(new Dictionary<string, string>(), solutionRoot: null, "/elsewhere", new Reading());
        Assert.Equal("/elsewhere/data", Reading.Ready(result).Host.DataDirectory);
    }
}
