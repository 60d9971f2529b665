using System.Net.WebSockets;
using PropBot.Trading.Instruments;
using PropBot.VenueSimulator;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx;
using PropBot.VenueSimulator.Okx.Sockets;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.Testing.Lines;

/// <summary>The OKX skin behind in-memory transports. Its own timer speaks what is due by the clock.</summary>
public sealed class OkxEnd(VenueCore core, VenueCredentials keys) : IVenueEnd, IDisposable
{
    private readonly OkxSkin skin = new(core, keys);

    public Venue Venue => Venue.Okx;

    public Task<LineReply?> Serve(LineRequest request)
    {
        var reply = skin.Answer(new OkxRequest(request.Method, request.PathAndQuery, request.Headers, request.Body));
        return Task.FromResult<LineReply?>(new LineReply(reply.Status, reply.Body));
    }

    public ILineSession Accept(Uri address, LineWires wires)
    {
        var door = address.AbsolutePath switch
        {
            "/ws/v5/public" => OkxDoor.Public,
            "/ws/v5/private" => OkxDoor.Private,
            "/ws/v5/business" => OkxDoor.Business,
            _ => throw new WebSocketException("The server returned status code '404' when status code '101' was expected."),
        };
        return new Session(skin, skin.Begin(door, wires.Send, wires.Close));
    }

    public void Beat()
    {
    }

    public void Dispose() => skin.Dispose();

    private sealed class Session(OkxSkin skin, OkxSession session) : ILineSession
    {
        public void Receive(string text) => skin.Frame(session, text);

        public void End() => skin.End(session);
    }
}
