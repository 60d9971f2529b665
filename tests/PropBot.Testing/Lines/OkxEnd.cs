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

    /// <summary>Connections beyond three a second.</summary>
    public int ConnectsRefused { get; private set; }

    public async Task<LineReply?> Serve(LineRequest request) =>
        await skin.Serve(new OkxRequest(request.Method, request.PathAndQuery, request.Headers, request.Body)) is { } reply
            ? new LineReply(reply.Status, reply.Body)
            : null;

    public ILineSession Accept(Uri address, LineWires wires)
    {
        var door = OkxDoors.At(address.AbsolutePath) ?? throw Not101(404);
        if (!skin.MayConnect("desk"))
        {
            ConnectsRefused++;
            throw Not101(429);
        }

        return new Session(skin, skin.Begin(door, wires.Send, (code, why) =>
        {
            if (code == OkxSession.Cut) wires.Cut();
            else wires.Close(code, why);
        }));
    }

    public void Beat()
    {
    }

    public void Dispose() => skin.Dispose();

    private static WebSocketException Not101(int status) => new($"The server returned status code '{status}' when status code '101' was expected.");

    private sealed class Session(OkxSkin skin, OkxSession session) : ILineSession
    {
        public void Receive(string text) => skin.Frame(session, text);

        public void End() => skin.End(session);
    }
}
