using System.Net.WebSockets;
using System.Text;
using PropBot.Trading.Instruments;
using PropBot.VenueSimulator;
using PropBot.VenueSimulator.Binance;
using PropBot.VenueSimulator.Binance.Sockets;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Lines;

/// <summary>The Binance skin behind in-memory transports.</summary>
public sealed class BinanceEnd(VenueCore core, VenueCredentials keys) : IVenueEnd
{
    private readonly VenueCore core = core;
    private readonly BinanceSkin skin = new(core, keys);
    private readonly List<Session> sessions = [];

    public Venue Venue => Venue.Binance;

    public Task<LineReply?> Serve(LineRequest request)
    {
        var query = request.PathAndQuery.Split('?', 2);
        var reply = skin.Answer(new BinanceRequest(
            request.Method, query[0], query.Length > 1 ? query[1] : "", Encoding.UTF8.GetString(request.Body), request.Headers.GetValueOrDefault("X-MBX-APIKEY")));
        return Task.FromResult<LineReply?>(new LineReply(reply.Status, Encoding.UTF8.GetBytes(reply.Json), reply.Headers));
    }

    public ILineSession Accept(Uri address, LineWires wires)
    {
        var asked = StreamAddress.Parse(address.AbsolutePath, address.Query)
            ?? throw new WebSocketException("The server returned status code '404' when status code '101' was expected.");
        return new Session(this, asked, wires);
    }

    public void Beat()
    {
        foreach (var session in sessions.ToArray()) session.Stream.Tick();
    }

    private sealed class Session : ILineSession
    {
        private readonly BinanceEnd end;

        public Session(BinanceEnd end, StreamAddress address, LineWires wires)
        {
            this.end = end;
            Stream = end.skin.Session(address, text => wires.Send(Encoding.UTF8.GetBytes(text)));
            end.core.Happened += Stream.Happened;
            end.sessions.Add(this);
            Stream.Open();
        }

        public StreamSession Stream { get; }

        public void Receive(string text) => Stream.Receive(text);

        public void End()
        {
            end.core.Happened -= Stream.Happened;
            end.sessions.Remove(this);
        }
    }
}
