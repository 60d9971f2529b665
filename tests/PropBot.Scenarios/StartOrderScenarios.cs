using PropBot.Testing.Desks;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Scenarios;

/// <summary>The order in which a venue is met (wire protocols, section 3).</summary>
public class StartOrderScenarios
{
    private static readonly string[] InOrder =
        ["clock", "instruments", "settings BTCUSDT", "fees BTCUSDT", "private stream", "market data"];

    [Fact]
    public async Task clock_instruments_settings_fees_private_stream_market_data_and_only_then_an_opening()
    {
        await using var desk = new DeskHarness();
        desk.Dear();
        desk.Run();
        Assert.Equal(InOrder, desk.Binance.Calls);
        Assert.Equal(InOrder, desk.Okx.Calls);
        Assert.Empty(desk.Binance.Placed);
    }

    [Fact]
    public async Task nothing_further_is_asked_of_a_venue_whose_clock_cannot_be_read()
    {
        await using var desk = new DeskHarness();
        desk.Okx.Dark = true;
        desk.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(["clock", "clock", "clock"], desk.Okx.Calls);
        Assert.Equal(InOrder, desk.Binance.Calls);
        desk.Okx.Dark = false;
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(InOrder, desk.Okx.Calls.Skip(3));
    }

    [Fact]
    public async Task market_data_waits_for_the_private_stream_but_not_for_ever()
    {
        await using var desk = new DeskHarness();
        desk.Okx.PrivateSilent = true;
        desk.Advance(TimeSpan.FromSeconds(9));
        Assert.DoesNotContain("market data", desk.Okx.Calls);
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("market data", desk.Okx.Calls);
    }

    [Fact]
    public async Task a_private_stream_that_says_it_is_down_does_not_keep_the_market_from_being_watched()
    {
        await using var desk = new DeskHarness();
        desk.Okx.PrivateSilent = true;
        desk.Advance(TimeSpan.FromMilliseconds(100));
        desk.Desk.Listener.OnLink(new LinkChange(Venue.Okx, LinkKind.Private, LinkEvent.Down, "no key", desk.Clock.GetUtcNow()));
        desk.Settle();
        Assert.Equal("market data", desk.Okx.Calls[^1]);
    }
}
