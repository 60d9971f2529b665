using System.Text.Json;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>What a client subscribed to: the channel, its filters, and the argument as it was written, which every push echoes.</summary>
public sealed record OkxTopic(string Channel, string? InstId, string? InstType, string? InstFamily, string? Currency, JsonObject Arg)
{
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(5);

    public static OkxTopic From(JsonObject arg)
    {
        var fields = OkxParameters.FromJson(arg);
        return new OkxTopic(fields["channel"] ?? "", fields["instId"], fields["instType"], fields["instFamily"] ?? fields["uly"], fields["ccy"], arg);
    }

    /// <summary>Two arguments are the same subscription when channel and filters agree, whatever else they carry.</summary>
    public (string, string?, string?, string?, string?) Identity => (Channel, InstId, InstType, InstFamily, Currency);

    /// <summary>How often the whole is repeated; null when the client asked for changes only: <c>"extraParams":"{\"updateInterval\": \"0\"}"</c> (§2.8.4).</summary>
    public TimeSpan? Interval { get; } = IntervalOf(OkxParameters.FromJson(Arg)["extraParams"]);

    /// <summary>When the whole was last sent.</summary>
    public DateTimeOffset SnapshotAt { get; set; }

    /// <summary>Of a candle channel: the candle that was sent last.</summary>
    public DateTimeOffset? CandleAt { get; set; }

    public bool Takes(string instId) =>
        (InstId is null || InstId == instId)
        && (InstType is null or "ANY" or "SWAP")
        && (InstFamily is null || instId == InstFamily + "-SWAP");

    private static TimeSpan? IntervalOf(string? extra)
    {
        if (extra is null) return UsualInterval;
        try
        {
            var asked = JsonNode.Parse(extra) is JsonObject fields ? OkxParameters.FromJson(fields)["updateInterval"] : null;
            return asked is "0" ? null : OkxText.TryInteger(asked, out var wait) && wait is 2000 or 3000 or 4000 ? TimeSpan.FromMilliseconds(wait) : UsualInterval;
        }
        catch (JsonException)
        {
            // Nonsense in extraParams is ignored: the subscription itself stands.
            return UsualInterval;
        }
    }
}
