using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Tests.Binance;

/// <summary>A connection of the trading API that signs for itself.</summary>
internal sealed class ApiEar(BinanceLine line, string query = "")
{
    public SessionEar Ear { get; } = line.Connect("/ws-fapi/v1" + query);

    /// <summary>Signs (unless told not to) and sends; gives the answer when one came.</summary>
    public JsonNode? Send(string method, JsonObject? parameters = null, bool signed = true)
    {
        var all = parameters ?? [];
        if (signed)
        {
            all["apiKey"] = BinanceClient.Key;
            all["timestamp"] = line.Now;
            all["signature"] = BinanceGate.Sign(line.Secret, string.Join('&', all.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")));
        }

        var count = Ear.Told.Count;
        Ear.Session.Receive(new JsonObject { ["id"] = $"q{count}", ["method"] = method, ["params"] = all }.ToJsonString());
        return Ear.Told.Count > count ? Ear.Told[count] : null;
    }
}
