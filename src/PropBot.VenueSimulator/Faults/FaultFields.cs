using System.Text.Json;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Faults;

/// <summary>One field of a rule on the wire.</summary>
/// <param name="Allowed">What it takes, as the end of a sentence.</param>
/// <param name="Read">Null when the rule does not set it.</param>
/// <param name="Write">Null when the value is not allowed.</param>
public sealed record FaultField(string Name, string Allowed, Func<FaultRule, JsonNode?> Read, Func<FaultRule, JsonElement, FaultRule?> Write);

/// <summary>The fields beside <c>venue</c> and <c>kind</c>, each with its form, bounds and both directions.</summary>
public static class FaultFields
{
    private const int MostMilliseconds = 7 * 24 * 3600 * 1000;
    private static readonly string[] BookSides = ["bid", "ask", "both"];

    /// <summary>Of every kind.</summary>
    public static IReadOnlyList<string> General { get; } = ["venue", "kind", "match", "count", "probability", "at_ms", "for_ms"];

    public static IReadOnlyList<FaultField> All { get; } =
    [
        Text("match", "a name with * for anything, at most 100 letters", r => r.Match, (r, v) => v.Length is > 0 and <= 100 ? r with { Match = v } : null),
        Whole("count", 1, 1_000_000, r => r.Count, (r, v) => r with { Count = v }),
        new("probability", "a number above 0, at most 1", r => Node(r.Probability), (r, e) => Number(e) is > 0m and <= 1m and var v ? r with { Probability = (double)v } : null),
        Time("at_ms", 0, r => r.At, (r, v) => r with { At = v }),
        Time("for_ms", 1, r => r.For, (r, v) => r with { For = v }),
        Time("latency_ms", 1, r => r.Latency, (r, v) => r with { Latency = v }),
        Time("jitter_ms", 0, r => r.Jitter, (r, v) => r with { Jitter = v }),
        Text("reply", "the name of an error reply", r => r.Reply, (r, v) => r with { Reply = v }),
        Whole("warnings", 0, 1_000, r => r.Warnings, (r, v) => r with { Warnings = v }),
        Time("ban_ms", 1, r => r.BanFor, (r, v) => r with { BanFor = v }),
        Time("skew_ms", -MostMilliseconds, r => r.Skew, (r, v) => r with { Skew = v }),
        Whole("size", 1, 1_000_000, r => r.Size, (r, v) => r with { Size = v }),
        Amount("quantity", "a number of base coin above 0", v => v > 0m, r => r.Quantity, (r, v) => r with { Quantity = v }),
        Amount("share", "a fraction above 0, at most 1", v => v is > 0m and <= 1m, r => r.Share, (r, v) => r with { Share = v }),
        Text("book_side", "bid, ask or both", r => r.BookSide, (r, v) => BookSides.Contains(v) ? r with { BookSide = v } : null),
        Amount("keep", "a fraction from 0 to below 1", v => v is >= 0m and < 1m, r => r.Keep, (r, v) => r with { Keep = v }),
        Amount("percent", "a per cent from -99 to 1000, not 0", v => v is >= -99m and <= 1000m and not 0m, r => r.Percent, (r, v) => r with { Percent = v }),
        Time("over_ms", 0, r => r.Over, (r, v) => r with { Over = v }),
        Text("side", "buy or sell", r => r.Side?.ToString().ToLowerInvariant(), (r, v) => v is "buy" or "sell" ? r with { Side = v == "buy" ? SimSide.Buy : SimSide.Sell } : null),
        Amount("price", "a price in USDT above 0", v => v > 0m, r => r.Price, (r, v) => r with { Price = v }),
        Amount("tick", "a price step in USDT above 0", v => v > 0m, r => r.Tick, (r, v) => r with { Tick = v }),
        Amount("step", "a quantity step in base coin above 0", v => v > 0m, r => r.Step, (r, v) => r with { Step = v }),
        Amount("min_quantity", "a quantity in base coin above 0", v => v > 0m, r => r.MinQuantity, (r, v) => r with { MinQuantity = v }),
        Time("announce_ms", 0, r => r.Announce, (r, v) => r with { Announce = v }),
        Text("status", "one of " + string.Join(", ", Statuses()), r => r.Status is { } s ? Word(s.ToString()) : null, (r, v) => Status(v) is { } status ? r with { Status = status } : null),
        new("hours", "1, 2, 4, 6 or 8", r => Node(r.Hours), (r, e) => Number(e) is 1m or 2m or 4m or 6m or 8m ? r with { Hours = e.GetInt32() } : null),
        Amount("rate", "a fraction from -0.05 to 0.05", v => v is >= -0.05m and <= 0.05m, r => r.Rate, (r, v) => r with { Rate = v }),
    ];

    public static FaultField? Of(string name) => All.FirstOrDefault(f => f.Name == name);

    public static bool IsGeneral(string name) => General.Contains(name);

    private static FaultField Text(string name, string allowed, Func<FaultRule, string?> read, Func<FaultRule, string, FaultRule?> write) =>
        new(name, allowed, r => read(r), (r, e) => e.ValueKind == JsonValueKind.String && e.GetString() is { } v ? write(r, v) : null);

    private static FaultField Whole(string name, int least, int most, Func<FaultRule, int?> read, Func<FaultRule, int, FaultRule> write) =>
        new(name, $"a whole number from {least} to {most}", r => Node(read(r)), (r, e) => Integer(e) is { } v && v >= least && v <= most ? write(r, v) : null);

    private static FaultField Time(string name, int least, Func<FaultRule, TimeSpan?> read, Func<FaultRule, TimeSpan, FaultRule> write) => new(
        name, $"a whole number of milliseconds from {least} to {MostMilliseconds}", r => read(r) is { } t ? JsonValue.Create((long)t.TotalMilliseconds) : null,
        (r, e) => Integer(e) is { } v && v >= least && v <= MostMilliseconds ? write(r, TimeSpan.FromMilliseconds(v)) : null);

    private static FaultField Amount(string name, string allowed, Func<decimal, bool> fits, Func<FaultRule, decimal?> read, Func<FaultRule, decimal, FaultRule> write) =>
        new(name, allowed, r => Node(read(r)), (r, e) => Number(e) is { } v && fits(v) ? write(r, v) : null);

    private static JsonNode? Node<T>(T? value)
        where T : struct => value is { } given ? JsonValue.Create(given) : null;

    /// <summary>Numbers may be written as text too, as the venues do.</summary>
    private static decimal? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDecimal(out var number) => number,
        JsonValueKind.String when decimal.TryParse(element.GetString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static int? Integer(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : null;

    private static IEnumerable<string> Statuses() => Enum.GetNames<SimInstrumentStatus>().Select(Word);

    private static SimInstrumentStatus? Status(string word)
    {
        var status = Enum.GetValues<SimInstrumentStatus>().Where(s => Word(s.ToString()) == word).ToList();
        return status.Count == 1 ? status[0] : null;
    }

    private static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
