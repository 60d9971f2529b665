using System.Text;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Okx.Limits;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>One WebSocket connection: heartbeat, login, subscriptions, order operations (wire-protocols §2.8). It knows no socket:
/// <paramref name="send"/> takes a text frame, <paramref name="close"/> a close code and a reason; <see cref="Cut"/> means without a closing handshake.</summary>
public sealed partial class OkxSession(OkxDoor door, string connection, OkxVenueSide venue, Action<byte[]> send, Action<int, string> close)
{
    /// <summary>The close code of a connection that is cut off and gets no close frame.</summary>
    public const int Cut = 1006;

    /// <summary>The longest frame a client may send, bytes.</summary>
    public const int LongestFrame = 64 * 1024;

    private const int RequestsPerHour = 480;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly byte[] Pong = Encoding.UTF8.GetBytes("pong");

    private readonly List<OkxTopic> topics = [];
    private readonly OkxWindows windows = new();
    private OkxOutbox? outbox;
    private DateTimeOffset lastTraffic = venue.Clock.GetUtcNow();
    private bool loggedIn;
    private bool closed;
    private List<(string Channel, JsonObject Frame)>? held;

    public OkxDoor Door => door;

    public string Connection => connection;

    public IReadOnlyList<OkxTopic> Topics => topics;

    public void Receive(string text)
    {
        if (closed) return;
        lastTraffic = venue.Clock.GetUtcNow();
        if (Encoding.UTF8.GetByteCount(text) > LongestFrame) Close(1009, "Frame too long");
        else if (text == "ping") send(Pong);
        else if (OkxFrame.Parse(text) is { } frame) Receive(frame, text);
        else Refuse(OkxSocketError.RequestInvalid(text), null);
    }

    /// <summary>OKX drops a connection on which nothing moved for 30 s; a client keeps it alive with the text "ping".</summary>
    public void CheckSilence()
    {
        if (!closed && venue.Clock.GetUtcNow() - lastTraffic >= LongestSilence) Close(4004, "No data received in 30s");
    }

    /// <summary>Sends <c>{"arg","action"?,"data",…}</c> for a topic this session holds.</summary>
    public void Push(OkxTopic topic, JsonArray data, Action<JsonObject>? more = null)
    {
        var arg = (JsonObject)topic.Arg.DeepClone();
        var frame = new JsonObject { ["arg"] = arg };
        if (door == OkxDoor.Private) arg["uid"] = OkxVocabulary.Uid;
        more?.Invoke(frame);
        frame["data"] = data;
        if (held is null) Push(topic.Channel, frame);
        else held.Add((topic.Channel, frame));
    }

    /// <summary>Something the client did not ask for: a notice, a count of connections.</summary>
    public void Tell(JsonObject frame)
    {
        frame["connId"] = connection;
        Send(frame);
    }

    public void Close(int code, string reason)
    {
        if (closed) return;
        closed = true;
        topics.Clear();
        close(code, reason);
    }

    private void Push(string channel, JsonObject frame) => (outbox ??= new OkxOutbox(door, venue.Faults, venue.Later, Send)).Push(channel, frame);

    private void Receive(OkxFrame frame, string text)
    {
        var arrived = frame with { Arrived = venue.Clock.GetUtcNow() };
        var fate = venue.Faults.Call("WS " + frame.Op);
        venue.Later.In(fate.Delay, () =>
        {
            if (closed) return;
            if (fate.DropRequest) Close(Cut, "");
            else Act(arrived, text, fate);
        });
    }

    private void Act(OkxFrame frame, string text, CallFate fate)
    {
        switch (frame.Op)
        {
            case "login" or "subscribe" or "unsubscribe" when !windows.Take("requests", 1, RequestsPerHour, TimeSpan.FromHours(1), venue.Clock.GetUtcNow()):
                Refuse(OkxSocketError.TooFrequent, frame.Id);
                break;
            case "login":
                LogIn(frame);
                break;
            case "subscribe" or "unsubscribe" when frame.Args.Count > 0 && OkxFrame.IsId(frame.Id):
                foreach (var arg in frame.Args) Subscribe(frame, arg);
                break;
            case "subscribe" or "unsubscribe":
                Refuse(frame.Args.Count > 0 ? OkxSocketError.ParameterWrong("id") : OkxSocketError.RequestInvalid(text), frame.Id);
                break;
            default:
                Trade(frame, fate);
                break;
        }
    }

    private void LogIn(OkxFrame frame)
    {
        if (loggedIn)
        {
            Refuse(OkxSocketError.LoggedInAlready, frame.Id);
            return;
        }

        var fields = OkxParameters.FromJson(frame.Args.Count == 1 ? frame.Args[0] : []);
        var refusal = venue.Gate.CheckLogin(fields["apiKey"], fields["passphrase"], fields["timestamp"], fields["sign"], venue.Clock.GetUtcNow());
        if (refusal is not null)
        {
            Refuse(refusal, frame.Id);
            Close(4001, "Login failed");
            return;
        }

        loggedIn = true;
        Send(new JsonObject { ["event"] = "login", ["code"] = "0", ["msg"] = "", ["connId"] = connection });
    }

    private void Refuse(OkxSocketError error, string? id) => Send(error.ToFrame(id, connection));

    private void Send(JsonObject frame)
    {
        if (closed) return;
        lastTraffic = venue.Clock.GetUtcNow();
        send(OkxText.Bytes(frame));
    }
}
