using System.Text;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>One WebSocket connection: heartbeat, login, subscriptions, order operations (wire-protocols §2.8). It knows no socket:
/// <paramref name="send"/> takes a text frame, <paramref name="close"/> a close code and a reason.</summary>
public sealed class OkxSession(
    OkxDoor door, string connection, OkxGate gate, OkxStreams streams, TimeProvider clock, Action<byte[]> send, Action<int, string> close)
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly byte[] Pong = Encoding.UTF8.GetBytes("pong");

    private readonly List<OkxTopic> topics = [];
    private DateTimeOffset lastTraffic = clock.GetUtcNow();
    private bool loggedIn;
    private bool closed;
    private List<JsonObject>? held;

    public OkxDoor Door => door;

    public IReadOnlyList<OkxTopic> Topics => topics;

    public void Receive(string text)
    {
        if (closed) return;
        lastTraffic = clock.GetUtcNow();
        if (text == "ping")
        {
            send(Pong);
            return;
        }

        if (OkxFrame.Parse(text) is { } frame) Act(frame, text);
        else Refuse(OkxSocketError.RequestInvalid(text), null);
    }

    /// <summary>OKX drops a connection on which nothing moved for 30 s; a client keeps it alive with the text "ping".</summary>
    public void CheckSilence()
    {
        if (!closed && clock.GetUtcNow() - lastTraffic >= LongestSilence) Close(4004, "No data received in 30s");
    }

    /// <summary>Sends <c>{"arg","action"?,"data",…}</c> for a topic this session holds.</summary>
    public void Push(OkxTopic topic, JsonArray data, Action<JsonObject>? more = null)
    {
        var arg = (JsonObject)topic.Arg.DeepClone();
        var frame = new JsonObject { ["arg"] = arg };
        if (door == OkxDoor.Private) arg["uid"] = OkxVocabulary.Uid;
        more?.Invoke(frame);
        frame["data"] = data;
        if (held is null) Send(frame);
        else held.Add(frame);
    }

    private void Act(OkxFrame frame, string text)
    {
        switch (frame.Op)
        {
            case "login":
                LogIn(frame);
                break;
            case "subscribe" or "unsubscribe" when frame.Args.Count > 0:
                foreach (var arg in frame.Args) Subscribe(frame, arg);
                break;
            case "order" or "batch-orders" or "cancel-order" or "batch-cancel-orders" or "amend-order" or "batch-amend-orders"
                when door == OkxDoor.Private:
                Trade(frame);
                break;
            default:
                Refuse(OkxSocketError.RequestInvalid(text), frame.Id);
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
        var refusal = gate.CheckLogin(fields["apiKey"], fields["passphrase"], fields["timestamp"], fields["sign"], clock.GetUtcNow());
        if (refusal is not null)
        {
            Refuse(refusal, frame.Id);
            Close(4001, "Login failed");
            return;
        }

        loggedIn = true;
        Send(new JsonObject { ["event"] = "login", ["code"] = "0", ["msg"] = "", ["connId"] = connection });
    }

    private void Subscribe(OkxFrame frame, JsonObject arg)
    {
        var topic = OkxTopic.From(arg);
        if (Objection(topic, arg) is { } error)
        {
            Refuse(error, frame.Id);
            return;
        }

        topics.RemoveAll(held => held.Identity == topic.Identity);
        var ack = new JsonObject { ["event"] = frame.Op, ["arg"] = arg.DeepClone(), ["connId"] = connection };
        if (frame.Id is not null) ack.Insert(0, "id", frame.Id);
        Send(ack);
        if (frame.Op == "unsubscribe") return;
        topics.Add(topic);
        streams.Opened(this, topic);
    }

    private OkxSocketError? Objection(OkxTopic topic, JsonObject arg)
    {
        if (!door.Knows(topic.Channel)) return OkxSocketError.ChannelUnknown(arg);
        if (door == OkxDoor.Private && !loggedIn) return OkxSocketError.LoginNeeded;
        if (OkxChannels.IsForHigherTiers(topic.Channel)) return OkxSocketError.TierTooLow;
        var fits = topic.InstId is { } id ? streams.Knows(id) : !OkxChannels.NeedsInstrument(topic.Channel);
        return fits ? null : OkxSocketError.ChannelUnknown(arg);
    }

    private void Trade(OkxFrame frame)
    {
        if (!loggedIn)
        {
            Refuse(OkxSocketError.LoginNeeded, frame.Id);
            return;
        }

        // What the operation causes is pushed on this connection after its answer.
        held = [];
        var answer = frame.Args.Count is 0 or > OkxVocabulary.LargestBatch
            ? new JsonObject { ["code"] = OkxSocketError.ArgumentsInvalid.Code, ["msg"] = OkxSocketError.ArgumentsInvalid.Message, ["data"] = new JsonArray() }
            : streams.Trade(frame);
        answer.Insert(0, "op", frame.Op);
        answer.Insert(0, "id", frame.Id ?? "");
        Send(answer);
        foreach (var push in held) Send(push);
        held = null;
    }

    private void Refuse(OkxSocketError error, string? id) => Send(error.ToFrame(id, connection));

    private void Send(JsonObject frame)
    {
        if (closed) return;
        lastTraffic = clock.GetUtcNow();
        send(OkxText.Bytes(frame));
    }

    private void Close(int code, string reason)
    {
        closed = true;
        topics.Clear();
        close(code, reason);
    }
}
