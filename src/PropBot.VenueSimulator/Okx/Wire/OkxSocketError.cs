using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>A refusal on a WebSocket: <c>{"event":"error","code","msg","connId"}</c> (wire-protocols §2.8).</summary>
public sealed record OkxSocketError(string Code, string Message)
{
    public static readonly OkxSocketError TimestampMalformed = new("60004", "Invalid timestamp");
    public static readonly OkxSocketError KeyWrong = new("60005", "Invalid apiKey");
    public static readonly OkxSocketError TimestampExpired = new("60006", "Timestamp request expired");
    public static readonly OkxSocketError SignWrong = new("60007", "Invalid sign");
    public static readonly OkxSocketError LoginNeeded = new("60011", "Please log in");
    public static readonly OkxSocketError ArgumentsInvalid = new("60013", "Invalid args");
    public static readonly OkxSocketError PassphraseWrong = new("60024", "Wrong passphrase");
    public static readonly OkxSocketError LoggedInAlready =
        new("60031", "The WebSocket endpoint does not allow multiple or repeated logins.");
    public static readonly OkxSocketError TierTooLow =
        new("64003", "Your trading fee tier doesn't meet the requirement to access this channel");

    public static OkxSocketError RequestInvalid(string frame) => new("60012", $"Invalid request: {frame}");

    public static OkxSocketError ChannelUnknown(JsonNode arg) => new("60018",
        $"Wrong URL or {arg.ToJsonString()} doesn't exist. Please use the correct URL, channel and parameters referring to API document.");

    public JsonObject ToFrame(string? id, string connection)
    {
        var frame = new JsonObject();
        if (id is not null) frame["id"] = id;
        frame["event"] = "error";
        frame["code"] = Code;
        frame["msg"] = Message;
        frame["connId"] = connection;
        return frame;
    }
}
