using System.Text.Json;

namespace PropBot.VenueSimulator.Faults;

/// <summary>One row a kind: what it acts on, how it lives and which fields it takes.</summary>
public static class FaultForms
{
    private static readonly string[] None = [];

    public static IReadOnlyList<FaultForm> All { get; } =
    [
        Asked(FaultKind.Latency, FaultTarget.Endpoint, ["latency_ms", "jitter_ms"], ["latency_ms"]),
        Asked(FaultKind.DropRequest, FaultTarget.Endpoint, None, None),
        Asked(FaultKind.DropReply, FaultTarget.Endpoint, None, None),
        Asked(FaultKind.Reply, FaultTarget.Endpoint, ["reply"], ["reply"]),
        Asked(FaultKind.Ban, FaultTarget.Endpoint, ["warnings", "ban_ms"], None) with { OnlyVenue = "binance" },
        Asked(FaultKind.PushDrop, FaultTarget.Channel, None, None),
        Asked(FaultKind.PushDelay, FaultTarget.Channel, ["latency_ms", "jitter_ms"], ["latency_ms"]),
        Asked(FaultKind.PushDuplicate, FaultTarget.Channel, None, None),
        Asked(FaultKind.PushReorder, FaultTarget.Channel, None, None),
        Lasting(FaultKind.Silent, FaultTarget.Door, None, None),
        Once(FaultKind.ForcedClose, FaultTarget.Door, None, None),
        Once(FaultKind.SlowConsumer, FaultTarget.Door, None, None),
        Once(FaultKind.Notice, FaultTarget.Door, None, None) with { OnlyVenue = "okx" },
        Once(FaultKind.ListenKeyExpiry, FaultTarget.Venue, None, None) with { OnlyVenue = "binance" },
        Lasting(FaultKind.ClockSkew, FaultTarget.Venue, ["skew_ms"], ["skew_ms"]),
        Lasting(FaultKind.Maintenance, FaultTarget.Venue, None, None),
        Once(FaultKind.BookGap, FaultTarget.Symbol, ["size"], None),
        Once(FaultKind.BookReset, FaultTarget.Symbol, ["size"], None) with { OnlyVenue = "okx" },
        Asked(FaultKind.PartialFills, FaultTarget.Symbol, ["quantity", "share"], None),
        Lasting(FaultKind.LiquidityHole, FaultTarget.Symbol, ["book_side", "keep"], None),
        Lasting(FaultKind.PriceMove, FaultTarget.Symbol, ["percent", "over_ms"], ["percent"]),
        Lasting(FaultKind.PriceLimit, FaultTarget.Symbol, ["percent"], ["percent"]),
        Once(FaultKind.Liquidation, FaultTarget.Symbol, None, None),
        Once(FaultKind.Adl, FaultTarget.Symbol, ["share"], None),
        Once(FaultKind.ForeignOrder, FaultTarget.Symbol, ["side", "quantity", "price"], ["side", "quantity"]),
        Once(FaultKind.ForeignTrade, FaultTarget.Symbol, ["side", "quantity"], ["side", "quantity"]),
        Once(FaultKind.TickChange, FaultTarget.Symbol, ["tick", "step", "min_quantity", "announce_ms"], None),
        Lasting(FaultKind.SymbolStatus, FaultTarget.Symbol, ["status"], ["status"]),
        Once(FaultKind.FundingInterval, FaultTarget.Symbol, ["hours"], ["hours"]),
        Lasting(FaultKind.FundingRate, FaultTarget.Symbol, ["rate"], ["rate"]),
    ];

    public static FaultForm Of(FaultKind kind) => All.First(f => f.Kind == kind);

    /// <summary>The word of the wire, e.g. <c>drop_reply</c>.</summary>
    public static string Word(FaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>What is wrong with a rule as a whole, one sentence each; empty when it can be applied.</summary>
    public static IEnumerable<string> Problems(FaultRule rule)
    {
        var form = Of(rule.Kind);
        return [.. Fields(rule, form), .. Generals(rule, form), .. new[] { Reply(rule), Choice(rule) }.OfType<string>()];
    }

    private static IEnumerable<string> Fields(FaultRule rule, FaultForm form)
    {
        var given = FaultFields.All.Where(f => f.Read(rule) is not null).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in form.Needed.Where(n => !given.Contains(n))) yield return $"{name} is missing; kind {Word(rule.Kind)} needs it: {FaultFields.Of(name)!.Allowed}.";
        foreach (var name in given.Where(n => !FaultFields.IsGeneral(n) && !form.Fields.Contains(n)))
        {
            yield return $"{name} does not belong to kind {Word(rule.Kind)}; its fields are {string.Join(", ", FaultFields.General.Concat(form.Fields))}.";
        }
    }

    private static IEnumerable<string> Generals(FaultRule rule, FaultForm form)
    {
        var word = Word(rule.Kind);
        if (form.OnlyVenue is { } only && rule.Venue != only) yield return $"venue is '{rule.Venue}'; kind {word} exists on {only} only.";
        if (form.Target == FaultTarget.Venue && rule.Match != "*") yield return $"match is '{rule.Match}'; kind {word} concerns the whole venue: leave it out or write *.";
        if (form.Manner != FaultManner.Asked && rule.Count is not null) yield return $"count does not belong to kind {word}: it is not asked call by call.";
        if (form.Manner != FaultManner.Asked && rule.Probability is not null) yield return $"probability does not belong to kind {word}: it is not asked call by call.";
        if (form.Manner == FaultManner.Once && rule.For is not null) yield return $"for_ms does not belong to kind {word}: it happens once.";
    }

    private static string? Choice(FaultRule rule) => rule switch
    {
        { Kind: FaultKind.TickChange, Tick: null, Step: null, MinQuantity: null } => "tick, step or min_quantity: kind tick_change needs at least one of them.",
        { Kind: FaultKind.PartialFills, Quantity: null, Share: null } or { Kind: FaultKind.PartialFills, Quantity: not null, Share: not null } =>
            "quantity or share: kind partial_fills needs exactly one of them.",
        _ => null,
    };

    private static string? Reply(FaultRule rule)
    {
        if (rule is not { Kind: FaultKind.Reply, Reply: { } name }) return null;
        if (rule.Venue == "*") return "venue is '*'; a named reply belongs to one venue: name it.";
        var allowed = FaultReplies.Of(rule.Venue);
        return allowed.Contains(name) ? null : $"reply is '{name}'; on {rule.Venue} it must be one of {string.Join(", ", allowed)}.";
    }

    private static FaultForm Asked(FaultKind kind, FaultTarget target, string[] fields, string[] needed) => new(kind, target, FaultManner.Asked, fields, needed);

    private static FaultForm Lasting(FaultKind kind, FaultTarget target, string[] fields, string[] needed) => new(kind, target, FaultManner.Lasting, fields, needed);

    private static FaultForm Once(FaultKind kind, FaultTarget target, string[] fields, string[] needed) => new(kind, target, FaultManner.Once, fields, needed);
}
