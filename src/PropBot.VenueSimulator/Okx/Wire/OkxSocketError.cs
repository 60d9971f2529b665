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
    public static readonly OkxSocketError TooFrequent = new("60014", "Requests too frequent");
    public static readonly OkxSocketError PassphraseWrong = new("60024", "Wrong passphrase");
    public static readonly OkxSocketError WrongDoorForOperation =
        new("60028", "The current operation is not supported by this URL. Please use the correct WebSocket URL for the operation.");
    public static readonly OkxSocketError LoggedInAlready =
        new("60031", "The WebSocket endpoint does not allow multiple or repeated logins.");
    public static readonly OkxSocketError OnBusinessOnly =
        new("64001", "This channel has been migrated to the '/business' URL. Please subscribe using the new URL.");
    public static readonly OkxSocketError NotOnBusiness = new(
        "64002", "This channel is not supported by \"/business\" URL. Please use \"/private\" (for private channels), or \"/public\" (for public channels).");
    public static readonly OkxSocketError TierTooLow =
        new("64003", "Your trading fee tier doesn't meet the requirement to access this channel");

    public static OkxSocketError RequestInvalid(string frame) => new("60012", $"Invalid request: {frame}");

    public static OkxSocketError OperationUnknown(string op) => new("60019", $"Invalid op: {op}");

    public static OkxSocketError ParameterEmpty(string name) => new("60027", $"Parameter {name} can not be empty.");

    public static OkxSocketError ParameterWrong(string name) => new("60033", $"Parameter {name} error.");

    public static OkxSocketError ChannelUnknown(JsonObject arg) => new("60018",
        $"Wrong URL or {string.Join(',', arg.Select(pair => $"{pair.Key}:{pair.Value}"))} doesn't exist. Please use the correct URL, channel and parameters referring to API document.");

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
