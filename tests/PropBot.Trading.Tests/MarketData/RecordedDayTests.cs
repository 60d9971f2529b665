using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using Xunit.Abstractions;

namespace PropBot.Trading.Tests.MarketData;

/// <summary>Real messages (hftbacktest's example data): the book built from snapshot and differences agrees with the venue's own best prices.</summary>
public sealed class RecordedDayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("binance-usdm-btcusdt-20240808.gz", "BTCUSDT", 0, Venue.Binance)]
    [InlineData("binance-coinm-btcusd_perp-20240808.gz", "BTCUSD_PERP", 100, Venue.Binance)]
    [InlineData("binance-coinm-btcusd_perp-20240808.gz", "BTCUSD_PERP", 100, Venue.Okx)]
    public void the_depth_agrees_with_the_top_of_book_at_the_same_number(string file, string symbol, int contractValue, Venue venue)
    {
        if (Recording(file) is not { } path)
        {
            output.WriteLine($"NOT TESTED: the recording {file} is absent (it belongs into ../shared/market-data beside the project's root)");
            return;
        }

        var parser = new RecordingParser(venue, 0, symbol, contractValue);
        var book = new VenueBook(venue, 0);
        var latest = default(TopUpdate);
        int compared = 0, agreed = 0, asked = 0;
        using var reader = RecordingReader.Open(path);
        while (reader.Read(out var at, out var json))
        {
            var kind = parser.Read(json.Span, RecordingParser.Time(at), out var top, out var depth);
            if (kind == RecordedMessage.Top) latest = top;
            if (kind != RecordedMessage.Depth) continue;
            var isSnapshot = depth!.IsSnapshot;
            var last = depth.LastId;
            if (book.Apply(depth) == BookOutcome.NeedSnapshot) asked++;
            if (isSnapshot || !book.DepthValid || latest.Sequence == 0) continue;

            // The top in force at the difference's last number is the newest one not beyond it.
            if (latest.Sequence > last) continue;
            compared++;
            if (latest.Bid == book.Bid && latest.Ask == book.Ask) agreed++;
        }

        output.WriteLine($"{compared} compared, {agreed} agreed, {asked} snapshots asked for");
        Assert.True(book.DepthValid);
        Assert.Equal(1, asked); // only the first one: no gap in the whole recording
        Assert.True(compared > 100);
        Assert.True(agreed >= compared * 0.95, $"{agreed} of {compared}");
    }

    /// <summary>Beside the project's root, or above it when the root is a worktree; null when absent.</summary>
    private static string? Recording(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "market-data", file);
            if (File.Exists(path)) return path;
        }

        return null;
    }
}
