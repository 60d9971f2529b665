using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>What a client subscribed to: the channel, its filters, and the argument as it was written, which every push echoes.</summary>
public sealed record OkxTopic(string Channel, string? InstId, string? InstType, string? InstFamily, string? Currency, JsonObject Arg)
{
    public static OkxTopic From(JsonObject arg)
    {
        var fields = OkxParameters.FromJson(arg);
        return new OkxTopic(fields["channel"] ?? "", fields["instId"], fields["instType"], fields["instFamily"] ?? fields["uly"], fields["ccy"], arg);
    }

    /// <summary>Two arguments are the same subscription when channel and filters agree, whatever else they carry.</summary>
    public (string, string?, string?, string?, string?) Identity => (Channel, InstId, InstType, InstFamily, Currency);

    /// <summary>False when the client asked for changes only: <c>"extraParams":"{\"updateInterval\": \"0\"}"</c>, with or without blanks (§2.8.4).</summary>
    public bool Repeats { get; } =
        OkxParameters.FromJson(Arg)["extraParams"]?.Replace(" ", "", StringComparison.Ordinal).Contains("\"updateInterval\":\"0\"", StringComparison.Ordinal) != true;

    public bool Takes(string instId) =>
        (InstId is null || InstId == instId)
        && (InstType is null or "ANY" or "SWAP")
        && (InstFamily is null || instId == InstFamily + "-SWAP");
}
