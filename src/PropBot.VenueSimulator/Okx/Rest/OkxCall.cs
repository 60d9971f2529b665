using System.Text.Json;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>One admitted call: its parameters (query of a GET, JSON of a POST) and when it arrived.</summary>
public sealed record OkxCall(OkxRequest Request, IReadOnlyList<OkxParameters> Items, DateTimeOffset Arrived)
{
    /// <summary>The parameters of a call that is no batch.</summary>
    public OkxParameters Parameters => Items[0];

    public string? this[string name] => Parameters[name];

    /// <summary>Either a call or the refusal of its body.</summary>
    public static (OkxCall? Call, OkxError? Refusal) Read(OkxRequest request, DateTimeOffset arrived)
    {
        if (request.Method == "GET") return (new OkxCall(request, [OkxParameters.FromQuery(request.PathAndQuery)], arrived), null);
        if (request.Body.IsEmpty) return (null, OkxError.BodyEmpty);
        try
        {
            List<OkxParameters> items = JsonNode.Parse(request.Body.Span) switch
            {
                JsonObject one => [OkxParameters.FromJson(one)],
                JsonArray many => [.. many.OfType<JsonObject>().Select(OkxParameters.FromJson)],
                _ => [],
            };
            return items.Count == 0 ? (null, OkxError.BodyNotJson) : (new OkxCall(request, items, arrived), null);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return (null, OkxError.BodyNotJson);
        }
    }
}
