using System.Globalization;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>The part of the address a connection came by; each delivers its own streams only (wire-protocols §1.1).</summary>
public enum StreamClass
{
    Public,
    Market,
    Private,
}

public enum StreamKind
{
    BookTicker,
    DepthChanges,
    DepthTop,
    Trade,
    AggregateTrade,
    Candle,
    ContinuousCandle,
    MiniTicker,
    Ticker,
    ForcedOrder,
    ContractInfo,
    MarkPrice,
    User,
}

/// <summary>A stream that was asked for by name.</summary>
/// <param name="Symbol">Upper case; null = all symbols (or the account).</param>
/// <param name="Every">How often it speaks; zero = at each change.</param>
/// <param name="Levels">Of partial depth.</param>
/// <param name="Interval">Of candles.</param>
public sealed record StreamName(string Text, StreamKind Kind, string? Symbol, TimeSpan Every, int Levels = 0, BarInterval? Interval = null)
{
    private const string ContinuousEnding = "_perpetual";

    public StreamClass Class => Kind switch
    {
        StreamKind.BookTicker or StreamKind.DepthChanges or StreamKind.DepthTop or StreamKind.Trade => StreamClass.Public,
        StreamKind.User => StreamClass.Private,
        _ => StreamClass.Market,
    };

    /// <summary>Null for a name this venue has nothing for: it is accepted and stays silent.</summary>
    public static StreamName? Parse(string text, VenueCore core, Func<string, bool> isListenKey)
    {
        if (isListenKey(text)) return new StreamName(text, StreamKind.User, null, TimeSpan.Zero);
        var parts = text.Split('@');
        if (parts[0].StartsWith('!')) return OfAll(text, parts);
        var symbol = parts[0].ToUpperInvariant();
        if (parts.Length < 2) return null;
        if (parts[1].StartsWith("continuousKline_", StringComparison.Ordinal)) return Continuous(text, parts, core);
        return core.Instrument(symbol) is null ? null : OfOne(text, parts, symbol);
    }

    private static StreamName? OfAll(string text, string[] parts) => parts[0] switch
    {
        "!bookTicker" => new StreamName(text, StreamKind.BookTicker, null, TimeSpan.Zero),
        "!markPrice" => new StreamName(text, StreamKind.MarkPrice, null, MarkPace(parts)),
        "!miniTicker" => new StreamName(text, StreamKind.MiniTicker, null, TimeSpan.FromSeconds(1)),
        "!ticker" => new StreamName(text, StreamKind.Ticker, null, TimeSpan.FromSeconds(1)),
        "!forceOrder" => new StreamName(text, StreamKind.ForcedOrder, null, TimeSpan.FromSeconds(1)),
        "!contractInfo" => new StreamName(text, StreamKind.ContractInfo, null, TimeSpan.Zero),
        _ => null,
    };

    private static StreamName? OfOne(string text, string[] parts, string symbol) => parts[1] switch
    {
        "bookTicker" => new StreamName(text, StreamKind.BookTicker, symbol, TimeSpan.Zero),
        "markPrice" => new StreamName(text, StreamKind.MarkPrice, symbol, MarkPace(parts)),
        "depth" or "rpiDepth" => new StreamName(text, StreamKind.DepthChanges, symbol, DepthPace(parts)),
        "depth5" or "depth10" or "depth20" => new StreamName(
            text, StreamKind.DepthTop, symbol, DepthPace(parts), int.Parse(parts[1].AsSpan(5), CultureInfo.InvariantCulture)),
        "trade" => new StreamName(text, StreamKind.Trade, symbol, TimeSpan.Zero),
        "aggTrade" => new StreamName(text, StreamKind.AggregateTrade, symbol, TimeSpan.FromMilliseconds(100)),
        "miniTicker" => new StreamName(text, StreamKind.MiniTicker, symbol, TimeSpan.FromSeconds(2)),
        "ticker" => new StreamName(text, StreamKind.Ticker, symbol, TimeSpan.FromSeconds(2)),
        "forceOrder" => new StreamName(text, StreamKind.ForcedOrder, symbol, TimeSpan.FromSeconds(1)),
        _ => Candles(text, StreamKind.Candle, symbol, parts[1]),
    };

    private static StreamName? Continuous(string text, string[] parts, VenueCore core)
    {
        var pair = parts[0].EndsWith(ContinuousEnding, StringComparison.Ordinal) ? parts[0][..^ContinuousEnding.Length].ToUpperInvariant() : "";
        return core.Instrument(pair) is null ? null : Candles(text, StreamKind.ContinuousCandle, pair, parts[1]);
    }

    private static StreamName? Candles(string text, StreamKind kind, string symbol, string word)
    {
        var at = word.IndexOf("ine_", StringComparison.Ordinal);
        var isCandle = word.StartsWith("kline_", StringComparison.Ordinal) || kind == StreamKind.ContinuousCandle;
        return isCandle && BarInterval.Parse(word[(at + 4)..]) is { } interval
            ? new StreamName(text, kind, symbol, TimeSpan.FromMilliseconds(250), Interval: interval)
            : null;
    }

    private static TimeSpan MarkPace(string[] parts) => TimeSpan.FromSeconds(parts[^1] == "1s" ? 1 : 3);

    private static TimeSpan DepthPace(string[] parts) => TimeSpan.FromMilliseconds(parts.Length < 3 ? 250 : parts[2] switch
    {
        "100ms" => 100,
        "500ms" => 500,
        _ => 250,
    });
}
