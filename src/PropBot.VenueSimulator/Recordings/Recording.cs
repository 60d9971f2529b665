using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Recordings;

public enum RecordedKind
{
    Snapshot,
    Depth,
    Ticker,
}

/// <param name="Time">Receive time, ns since 1970.</param>
public sealed record RecordedEvent(long Time, RecordedKind Kind, IReadOnlyList<BookLevel> Bids, IReadOnlyList<BookLevel> Asks);

/// <summary>Book messages of one recorded venue: lines of <c>&lt;ns&gt; &lt;combined-stream message&gt;</c>, plain or gzip. Sizes of COIN-M files (symbol
/// <c>…USD_PERP</c>, contracts of 100 USD) become base coin: contracts × 100 / price.</summary>
public sealed record Recording(string Symbol, IReadOnlyList<RecordedEvent> Events)
{
    private const decimal CoinContract = 100m;

    /// <exception cref="InvalidDataException">The file holds no book message.</exception>
    public static Recording Load(string path)
    {
        using var file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        var events = new List<RecordedEvent>();
        var symbol = "";
        while (reader.ReadLine() is { } line)
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank <= 0) continue;
            using var message = JsonDocument.Parse(line.AsMemory(blank + 1));
            var time = long.Parse(line.AsSpan(0, blank), CultureInfo.InvariantCulture);
            if (symbol.Length == 0) symbol = SymbolOf(message.RootElement);
            if (Event(time, message.RootElement, symbol) is { } happened) events.Add(happened);
        }

        if (events.Count == 0) throw new InvalidDataException($"{path} holds no book ticker and no depth message.");
        return new Recording(symbol.EndsWith("USD_PERP", StringComparison.Ordinal) ? symbol.Replace("USD_PERP", "USDT", StringComparison.Ordinal) : symbol, events);
    }

    private static string SymbolOf(JsonElement message) =>
        message.TryGetProperty("data", out var data) && data.TryGetProperty("s", out var symbol) ? symbol.GetString() ?? "" : "";

    private static RecordedEvent? Event(long time, JsonElement message, string symbol)
    {
        if (message.TryGetProperty("lastUpdateId", out _)) return Levels(time, RecordedKind.Snapshot, message, "bids", "asks", symbol);
        if (!message.TryGetProperty("data", out var data) || !data.TryGetProperty("e", out var kind)) return null;
        return kind.GetString() switch
        {
            "depthUpdate" => Levels(time, RecordedKind.Depth, data, "b", "a", symbol),
            "bookTicker" => new RecordedEvent(time, RecordedKind.Ticker, [Level(data, "b", "B", symbol)], [Level(data, "a", "A", symbol)]),
            _ => null,
        };
    }

    private static RecordedEvent Levels(long time, RecordedKind kind, JsonElement data, string bids, string asks, string symbol) =>
        new(time, kind, Side(data.GetProperty(bids), symbol), Side(data.GetProperty(asks), symbol));

    private static List<BookLevel> Side(JsonElement levels, string symbol) =>
        [.. levels.EnumerateArray().Select(l => Level(l[0].GetString()!, l[1].GetString()!, symbol))];

    private static BookLevel Level(JsonElement data, string price, string size, string symbol) =>
        Level(data.GetProperty(price).GetString()!, data.GetProperty(size).GetString()!, symbol);

    private static BookLevel Level(string price, string size, string symbol)
    {
        var at = decimal.Parse(price, CultureInfo.InvariantCulture);
        var quantity = decimal.Parse(size, CultureInfo.InvariantCulture);
        return new BookLevel(at, symbol.EndsWith("USD_PERP", StringComparison.Ordinal) ? quantity * CoinContract / at : quantity);
    }
}
