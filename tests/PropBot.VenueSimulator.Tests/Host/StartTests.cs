using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Host;

public class StartTests
{
    [Fact]
    public async Task both_venues_answer_on_free_ports_and_show_their_ledgers()
    {
        await using var venues = await SimulatedVenues.Start(new SimulatorOptions(Seed: 4), TimeProvider.System, CancellationToken.None);
        using var http = new HttpClient();

        Assert.Contains("serverTime", await http.GetStringAsync(venues.BinanceUrl + "/fapi/v1/time"), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"0\"", await http.GetStringAsync(venues.OkxUrl + "/api/v5/public/time"), StringComparison.Ordinal);
        foreach (var (url, name) in new[] { (venues.BinanceUrl, "binance"), (venues.OkxUrl, "okx") })
        {
            var ledger = System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync(url + "/_sim/ledger"))!;
            Assert.Equal((name, "100000"), (ledger["venue"]!.ToString(), ledger["wallet"]!.ToString()));
        }
    }

    [Fact]
    public async Task an_address_that_is_taken_is_told_and_leaves_nothing_running()
    {
        await using var venues = await SimulatedVenues.Start(new SimulatorOptions(), TimeProvider.System, CancellationToken.None);
        var taken = new Uri(venues.OkxUrl).Authority;
        await Assert.ThrowsAnyAsync<IOException>(() => SimulatedVenues.Start(new SimulatorOptions(OkxAddress: taken), TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public void a_recording_plays_as_the_book_in_a_loop_and_coin_sizes_become_base()
    {
        var folder = Directory.CreateTempSubdirectory("propbot-recording-");
        try
        {
            var (first, second) = (Path.Combine(folder.FullName, "a"), Path.Combine(folder.FullName, "b"));
            File.WriteAllLines(first, [Ticker(1_000_000_000, "BTCUSDT", "60000.0", "2.5", "60000.1", "1.5"), Ticker(3_000_000_000, "BTCUSDT", "60010.0", "2", "60010.1", "1")]);
            File.WriteAllLines(second, [Ticker(1_000_000_000, "BTCUSD_PERP", "50000.0", "500", "50000.1", "600"), Ticker(2_000_000_000, "BTCUSD_PERP", "50010.0", "500", "50010.1", "600")]);
            var clock = new PropBot.Testing.ManualClock();
            using var world = SimulatedVenues.MakeWorld(new SimulatorOptions(Symbols: ["BTCUSDT"], RecordingA: first, RecordingB: second), clock);

            Assert.Equal(new BookLevel(60_000m, 2.5m), world.Binance.Book("BTCUSDT").BestBid);
            Assert.Equal(new BookLevel(50_000m, 1m), world.Okx.Book("BTCUSDT").BestBid);
            clock.Advance(TimeSpan.FromSeconds(2));
            world.Advance();
            Assert.Equal(60_010m, world.Binance.Book("BTCUSDT").BestBid!.Value.Price);
            clock.Advance(TimeSpan.FromSeconds(1));
            world.Advance();
            Assert.Equal(60_000m, world.Binance.Book("BTCUSDT").BestBid!.Value.Price);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Ticker(long time, string symbol, string bid, string bids, string ask, string asks) =>
        $$$"""{{{time}}} {"stream":"x@bookTicker","data":{"e":"bookTicker","u":1,"s":"{{{symbol}}}","b":"{{{bid}}}","B":"{{{bids}}}","a":"{{{ask}}}","A":"{{{asks}}}"}}""";
}
