using System.Net.Http.Headers;
using System.Text.Json;
using PropBot.Trading.Amounts;

namespace PropBot.Web.Tests.Dashboard;

public sealed class StreamTests
{
    [Fact]
    public async Task sends_the_numbers_of_the_page_at_once_and_then_twice_a_second()
    {
        await using var lobby = await Lobby.Open();
        using var http = lobby.NewClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "token-viewer");
        using var response = await http.GetAsync(new Uri("/api/ui/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);

        var first = await Next(reader);
        Assert.Equal("\u22123.25", first.GetProperty("numbers").GetProperty("pnl_today").GetString());
        Assert.Equal("60\u202f150", first.GetProperty("numbers").GetProperty("book.BTCUSDT.okx.bid").GetString());
        Assert.Equal("1.47", first.GetProperty("numbers").GetProperty("edge.BTCUSDT.binance.net").GetString());
        Assert.False(first.GetProperty("stale").GetBoolean());

        lobby.Desk.Set(s => s with { RealisedPnlToday = Money.OfUsdt(1234.5m) });
        await Testing.Condition.Holds(() => lobby.Clock.NextDue <= lobby.Clock.GetUtcNow().AddMilliseconds(500), "the stream waits for its next turn");
        lobby.Clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal("+1\u202f234.50", (await Next(reader)).GetProperty("numbers").GetProperty("pnl_today").GetString());
    }

    private static async Task<JsonElement> Next(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return JsonDocument.Parse(line[6..]).RootElement;
        }
        throw new EndOfStreamException("the stream ended");
    }
}
