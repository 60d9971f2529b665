using System.Text;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx;
using PropBot.VenueSimulator.Okx.Sockets;

namespace PropBot.VenueSimulator.Tests.Okx;

/// <summary>A test's end of one connection in memory: what came, in order, and how it was closed.</summary>
public sealed class OkxTalk
{
    private readonly OkxSkin skin;
    private readonly OkxSession session;
    private readonly Queue<string> came = new();

    public OkxTalk(OkxSkin skin, OkxDoor door)
    {
        this.skin = skin;
        session = skin.Begin(door, frame => came.Enqueue(Encoding.UTF8.GetString(frame)), (code, _) => CloseCode = code);
    }

    /// <summary>Null while it is open.</summary>
    public int? CloseCode { get; private set; }

    public bool IsQuiet => came.Count == 0;

    public void Send(string text) => skin.Frame(session, text);

    public string TakeText() => came.Dequeue();

    public JsonObject Take() => JsonNode.Parse(came.Dequeue())!.AsObject();

    public List<JsonObject> TakeAll()
    {
        var all = new List<JsonObject>();
        while (came.Count > 0) all.Add(Take());
        return all;
    }

    /// <summary>Everything that came of a channel; the rest is passed over.</summary>
    public List<JsonObject> Pushes(string channel) =>
        [.. TakeAll().Where(frame => frame["data"] is not null && (string?)frame["arg"]?["channel"] == channel)];

    /// <summary>The rows of everything that came of a channel.</summary>
    public List<JsonObject> Rows(string channel) => [.. Pushes(channel).SelectMany(frame => frame["data"]!.AsArray()).Select(row => row!.AsObject())];

    public void Subscribe(string arg)
    {
        Send($$"""{"op":"subscribe","args":[{{arg}}]}""");
        Assert.Equal("subscribe", (string?)Take()["event"]);
    }

    public JsonObject Ask(string text)
    {
        TakeAll();
        Send(text);
        return Take();
    }
}
