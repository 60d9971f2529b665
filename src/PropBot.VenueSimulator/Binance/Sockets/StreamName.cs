using System.Globalization;
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
    MarkPrice,
    User,
}

/// <summary>A stream that was asked for by name.</summary>
/// <param name="Symbol">Upper case; null = all symbols (or the account).</param>
/// <param name="Every">How often it speaks; zero = at each change.</param>
/// <param name="Levels">Of partial depth.</param>
public sealed record StreamName(string Text, StreamKind Kind, string? Symbol, TimeSpan Every, int Levels)
{
    public StreamClass Class => Kind switch
    {
        StreamKind.MarkPrice => StreamClass.Market,
        StreamKind.User => StreamClass.Private,
        _ => StreamClass.Public,
    };

    /// <summary>Null for a name this venue has nothing for: it is accepted and stays silent.</summary>
    public static StreamName? Parse(string text, VenueCore core, Func<string, bool> isListenKey)
    {
        if (isListenKey(text)) return new StreamName(text, StreamKind.User, null, TimeSpan.Zero, 0);
        var parts = text.Split('@');
        if (parts[0] == "!bookTicker") return new StreamName(text, StreamKind.BookTicker, null, TimeSpan.Zero, 0);
        if (parts[0] == "!markPrice") return new StreamName(text, StreamKind.MarkPrice, null, MarkPace(parts), 0);
        var symbol = parts[0].ToUpperInvariant();
        if (parts.Length < 2 || core.Instrument(symbol) is null) return null;
        return parts[1] switch
        {
            "bookTicker" => new StreamName(text, StreamKind.BookTicker, symbol, TimeSpan.Zero, 0),
            "markPrice" => new StreamName(text, StreamKind.MarkPrice, symbol, MarkPace(parts), 0),
            "depth" => new StreamName(text, StreamKind.DepthChanges, symbol, DepthPace(parts), 0),
            "depth5" or "depth10" or "depth20" =>
                new StreamName(text, StreamKind.DepthTop, symbol, DepthPace(parts), int.Parse(parts[1].AsSpan(5), CultureInfo.InvariantCulture)),
            _ => null,
        };
    }

    private static TimeSpan MarkPace(string[] parts) => TimeSpan.FromSeconds(parts[^1] == "1s" ? 1 : 3);

    private static TimeSpan DepthPace(string[] parts) => TimeSpan.FromMilliseconds(parts.Length < 3 ? 250 : parts[2] switch
    {
        "100ms" => 100,
        "500ms" => 500,
        _ => 250,
    });
}
