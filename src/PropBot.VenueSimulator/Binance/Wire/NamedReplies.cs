using System.Globalization;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Limits;

namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>The errors a fault may ask for by name, as the venue writes them (wire-protocols §1.10; the names are those of <c>FaultReplies</c>).</summary>
public static class NamedReplies
{
    /// <summary>Execution unknown: the order may be live.</summary>
    public static BinanceReply Unknown => BinanceError.Of(-1000, "Unknown error, please check your request or try again later.", 503);

    /// <summary>Not executed.</summary>
    public static BinanceReply Unavailable => BinanceError.Of(-1000, "Service Unavailable.", 503);

    public static BinanceReply ShuttingDown => BinanceError.Of(-1016, "This service is no longer available.", 503);

    /// <summary>Cancels and what only reduces a position are exempt from this one.</summary>
    public static BinanceReply Throttled =>
        BinanceError.Of(-1008, "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.", 503);

    /// <param name="bannedUntil">Of a 418; null = as long as the caller's next ban lasts.</param>
    public static BinanceReply Of(string name, CallerLimits caller, DateTimeOffset? bannedUntil) => name switch
    {
        "429" => caller.Warning(),
        "418" => bannedUntil is { } until ? caller.BannedUntil(until) : caller.Ban(),
        "403" => new BinanceReply(403, "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>"),
        "408" or "408-executed" => BinanceError.Of(-1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", 408),
        "503-unknown" or "503-unknown-executed" => Unknown,
        "503-unavailable" => Unavailable,
        "500-internal" => BinanceError.Of(-1001, "Internal error; unable to process your request. Please try again.", 500),
        "-1008" => Throttled,
        "-1015" => BinanceError.Of(-1015, "Too many new orders; current limit is 300 orders per 10 SECOND.", 429),
        "-1016" => ShuttingDown,
        _ => int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
            ? BinanceError.Of(code, "An unknown error occurred while processing the request.")
            : throw new ArgumentOutOfRangeException(nameof(name), name, "No reply of that name."),
    };

    /// <summary>Code and words of a reply that is no success, also where its body is not JSON.</summary>
    public static JsonObject Error(BinanceReply reply)
    {
        var body = reply.Json.StartsWith('{') ? JsonNode.Parse(reply.Json) as JsonObject : null;
        return new JsonObject { ["code"] = body?["code"]?.DeepClone() ?? -1000, ["msg"] = body?["msg"]?.DeepClone() ?? reply.Json };
    }
}
