using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary><c>{"code","msg","data"}</c>, and with the gateway's times on trade calls (wire-protocols §2.3).</summary>
public static class OkxEnvelope
{
    public static OkxReply Data(JsonArray data) => new(200, OkxText.Bytes(Of("0", "", data)));

    public static OkxReply Data(params JsonObject[] rows) => Data(new JsonArray([.. rows]));

    public static OkxReply Refusal(OkxError error) => new(error.HttpStatus, OkxText.Bytes(Of(error.Code, error.Message, [])));

    /// <summary>A trade call: "0" when every item stands, "2" when some do, "1" when none does; the reasons are in the items.</summary>
    /// <param name="bySocket">A WebSocket's answer has no sentence of its own: clients look into the items when <c>msg</c> is empty.</param>
    public static JsonObject Trade(JsonArray items, DateTimeOffset arrived, DateTimeOffset left, bool bySocket)
    {
        var failed = items.Count(item => (string?)item!["sCode"] != "0");
        var (code, message) = failed == 0 ? ("0", "") : failed < items.Count ? ("2", "Bulk operation partially succeeded.") : ("1", "All operations failed");
        var envelope = Of(code, bySocket ? "" : message, items);
        envelope["inTime"] = OkxText.Micros(arrived);
        envelope["outTime"] = OkxText.Micros(left);
        return envelope;
    }

    private static JsonObject Of(string code, string message, JsonArray data) => new() { ["code"] = code, ["msg"] = message, ["data"] = data };
}
