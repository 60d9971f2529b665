using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Api;

/// <summary>One request of the WebSocket API. Parameters become texts exactly as they were written, because that is what was signed.</summary>
internal sealed partial record ApiFrame(JsonNode? Id, string Method, BinanceCall Call)
{
    /// <summary>The frame, or what the venue answers to one it cannot read.</summary>
    public static (ApiFrame? Frame, BinanceReply? Refusal, JsonNode? Id) Read(string text)
    {
        JsonObject? frame;
        try
        {
            frame = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            frame = null;
        }

        if (frame is null) return (null, BinanceError.Of(-1135, "Error parsing JSON request."), null);
        var id = frame["id"]?.DeepClone();
        if (id is not null && !Identity().IsMatch(id.ToString())) return (null, BinanceError.Illegal("id"), null);
        if (frame["method"] is not JsonValue method || method.GetValueKind() != JsonValueKind.String) return (null, BinanceError.Missing("method"), id);
        if (frame["params"] is not (null or JsonObject)) return (null, BinanceError.Illegal("params"), id);
        var parameters = (frame["params"] as JsonObject)?.Where(p => p.Value is not null) ?? [];
        var call = new BinanceCall(parameters.Select(p => KeyValuePair.Create(p.Key, Plain(p.Value!))));
        return (new ApiFrame(id, method.ToString(), call), null, id);
    }

    private static string Plain(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.ToString() : value.ToJsonString();

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,36}$")]
    private static partial Regex Identity();
}
