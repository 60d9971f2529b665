using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>A contract's day so far. The day of a venue that has just started begins with its first second.</summary>
public static class TickerRow
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="mark">Stands for the last trade until there is one.</param>
    public static JsonObject Of(BookView book, decimal mark, OkxTape tape, OkxContract contract, DateTimeOffset now)
    {
        var bars = tape.Bars(contract.Symbol, OkxPriceKind.Last);
        var last = bars.Newest?.Close ?? mark;
        var day = bars.Since(now - Day) ?? new OkxBar(now, last, last, last, last, 0m, 0m);
        return new JsonObject
        {
            ["instType"] = "SWAP",
            ["instId"] = contract.InstId,
            ["last"] = OkxText.Number(last),
            ["lastSz"] = tape.LastTrade(contract.Symbol) is { } trade ? contract.Size(trade.Quantity) : OkxText.Number(contract.LotSz),
            ["askPx"] = OkxText.Number(book.BestAsk?.Price),
            ["askSz"] = book.BestAsk is { } ask ? contract.Size(ask.Quantity) : "",
            ["bidPx"] = OkxText.Number(book.BestBid?.Price),
            ["bidSz"] = book.BestBid is { } bid ? contract.Size(bid.Quantity) : "",
            ["open24h"] = OkxText.Number(day.Open),
            ["high24h"] = OkxText.Number(day.High),
            ["low24h"] = OkxText.Number(day.Low),
            ["volCcy24h"] = OkxText.Number(day.Volume),
            ["vol24h"] = contract.Size(day.Volume),
            ["sodUtc0"] = Since("1Dutc", bars, last, now),
            ["sodUtc8"] = Since("1D", bars, last, now),
            ["ts"] = OkxText.Time(book.Time),
        };
    }

    public static JsonObject Index(decimal index, OkxTape tape, OkxContract contract, DateTimeOffset now)
    {
        var bars = tape.Bars(contract.Symbol, OkxPriceKind.Index);
        var day = bars.Since(now - Day);
        return new JsonObject
        {
            ["instId"] = contract.Family,
            ["idxPx"] = OkxText.Number(index),
            ["open24h"] = OkxText.Number(day?.Open ?? index),
            ["high24h"] = OkxText.Number(day?.High ?? index),
            ["low24h"] = OkxText.Number(day?.Low ?? index),
            ["sodUtc0"] = Since("1Dutc", bars, index, now),
            ["sodUtc8"] = Since("1D", bars, index, now),
            ["ts"] = OkxText.Time(now),
        };
    }

    /// <summary>The price at which the day began.</summary>
    private static string Since(string width, OkxBars bars, decimal otherwise, DateTimeOffset now) =>
        OkxText.Number(bars.Since(OkxBarWidth.Parse(width)!.StartOf(now))?.Open ?? otherwise);
}
