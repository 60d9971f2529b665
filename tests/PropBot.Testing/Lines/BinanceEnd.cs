using System.Net.WebSockets;
using System.Text;
using PropBot.Trading.Instruments;
using PropBot.VenueSimulator;
using PropBot.VenueSimulator.Binance;
using PropBot.VenueSimulator.Binance.Sockets;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Lines;

/// <summary>The Binance skin behind in-memory transports. Its sessions have timers of their own.</summary>
public sealed class BinanceEnd(VenueCore core, VenueCredentials keys) : IVenueEnd
{
    private readonly BinanceSkin skin = new(core, keys);

    public Venue Venue => Venue.Binance;

    public async Task<LineReply?> Serve(LineRequest request)
    {
        var query = request.PathAndQuery.Split('?', 2);
        var reply = await skin.Serve(new BinanceRequest(
            request.Method, query[0], query.Length > 1 ? query[1] : "", Encoding.UTF8.GetString(request.Body), request.Headers.GetValueOrDefault("X-MBX-APIKEY")));
        return reply is null ? null : new LineReply(reply.Status, Encoding.UTF8.GetBytes(reply.Json), reply.Headers);
    }

    public ILineSession Accept(Uri address, LineWires wires)
    {
        if (skin.HandshakeRefusal(address.AbsolutePath, address.Query) is { } refusal)
        {
            throw new WebSocketException($"The server returned status code '{refusal.Status}' when status code '101' was expected.");
        }

        var session = skin.Connect(
            address.AbsolutePath, address.Query, text => wires.Send(Encoding.UTF8.GetBytes(text)), (code, reason) =>
            {
                if (code == SessionWire.Cut) wires.Cut();
                else wires.Close(code, reason);
            });
        session.Open();
        return new Session(session);
    }

    public void Beat()
    {
    }

    private sealed class Session(BinanceSession session) : ILineSession
    {
        public void Receive(string text) => session.Receive(text);

        public void End() => session.Dispose();
    }
}
