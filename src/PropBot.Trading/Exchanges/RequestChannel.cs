namespace PropBot.Trading.Exchanges;

/// <summary>A message that was read: a reply to <paramref name="Id"/>; or none, when the id is null.</summary>
/// <param name="ProvesLife">Whether it counts against the socket's silence (<see cref="SocketMessage"/>).</param>
public readonly record struct ReadReply<TReply>(string? Id, TReply? Reply, bool ProvesLife);

/// <summary>Reads one whole message; the bytes are only valid during the call. Throwing ends the connection.</summary>
public delegate ReadReply<TReply> ReplyReader<TReply>(ReadOnlySpan<byte> message);

/// <summary>How one connection of a <see cref="RequestChannel{TReply}"/> speaks; made anew for each, so that a login's state is its own.</summary>
public sealed record RequestWire<TReply>
{
    public required Func<CancellationToken, ValueTask<Uri>> Address { get; init; }

    public required ReplyReader<TReply> Read { get; init; }

    /// <summary>Logs in; requests are let through when it has finished. Throwing ends the connection.</summary>
    public Func<SocketSend, CancellationToken, Task> LogIn { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>A reply nobody waits for any more: its request was called lost before. It may still tell something.</summary>
    public Action<string, TReply?> Late { get; init; } = static (_, _) => { };

    /// <summary>The channel is open, or has a connection no longer; with the reason.</summary>
    public Action<bool, string> Told { get; init; } = static (_, _) => { };
}

/// <summary>
/// Requests and their replies over one <see cref="VenueSocket"/>, matched by a text id. Never throws. When the connection dies with
/// requests in flight, all of them are <see cref="RequestOutcome{TReply}.Lost"/>; a renewal loses none, since the old connection is
/// kept until its replies have come.
/// </summary>
public sealed class RequestChannel<TReply> : IAsyncDisposable
{
    private readonly Func<RequestWire<TReply>> make;
    private readonly int atMost;
    private readonly TimeProvider clock;
    private readonly VenueSocket socket;
    private volatile Line? open;

    /// <param name="atMost">Requests in flight; one more is not sent.</param>
    /// <param name="options"><see cref="SocketOptions.LeaveWithin"/> should exceed the longest patience.</param>
    public RequestChannel(Func<RequestWire<TReply>> make, int atMost, SocketOptions options, IWebSocketFactory sockets, TimeProvider clock, int seed)
    {
        (this.make, this.atMost, this.clock) = (make, atMost, clock);
        socket = new VenueSocket(Handlers, options, sockets, clock, seed);
    }

    /// <summary>Whether a request would be sent now.</summary>
    public bool IsOpen => open is not null;

    /// <summary>On the connection that takes requests now.</summary>
    public int InFlight => open?.Requests.Count ?? 0;

    public void Start() => socket.Start();

    /// <summary>Replaces the connection without a gap.</summary>
    public void Renew(string reason) => socket.Renew(reason);

    public void Reconnect(string reason) => socket.Reconnect(reason);

    /// <summary>Sends a request and waits for its reply, at most as long as its patience. The id is in the text, and unique among those in flight.</summary>
    public Task<RequestOutcome<TReply>> Ask(string id, ReadOnlyMemory<byte> text, TimeSpan patience)
    {
        while (open is { } line)
        {
            if (line.Requests.TryEnter(id, patience, out var outcome) is not { } why)
            {
                _ = Send(line, id, text);
                return outcome;
            }

            // A renewal between the look and the entry: the connection that took over is asked instead.
            if (line == open) return NotSent(why);
        }

        return NotSent("no connection");
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private static Task<RequestOutcome<TReply>> NotSent(string why) => Task.FromResult<RequestOutcome<TReply>>(new RequestOutcome<TReply>.NotSent(why));

    private async Task Send(Line line, string id, ReadOnlyMemory<byte> text)
    {
        try
        {
            await line.Send!(text);
        }
        catch (SocketGoneException gone)
        {
            line.Requests.End(id, new RequestOutcome<TReply>.NotSent(gone.Message));
        }
        catch (Exception broken)
        {
            line.Requests.End(id, new RequestOutcome<TReply>.Lost($"the connection broke under the request: {broken.Message}"));
            if (line == open) socket.Reconnect($"send failed: {broken.Message}");
        }
    }

    private SocketHandlers Handlers()
    {
        var line = new Line(make(), new RequestsInFlight<TReply>(atMost, clock));
        return new SocketHandlers
        {
            Address = line.Wire.Address,
            Opened = (send, stop) =>
            {
                line.Send = send;
                return line.Wire.LogIn(send, stop);
            },
            Message = message => Hear(line, message),
            Stands = () =>
            {
                open = line;
                line.Wire.Told(true, "");
            },
            Leaving = line.Requests.Drained,
            Ended = reason => Over(line, reason),
            Down = reason => line.Wire.Told(false, reason),
        };
    }

    private static bool Hear(Line line, ReadOnlySpan<byte> message)
    {
        var read = line.Wire.Read(message);
        if (read.Id is { } id && !line.Requests.Answer(id, read.Reply!)) line.Wire.Late(id, read.Reply);
        return read.ProvesLife;
    }

    private void Over(Line line, string reason)
    {
        if (open == line) open = null;
        line.Requests.LoseAll(reason);
    }

    private sealed class Line(RequestWire<TReply> wire, RequestsInFlight<TReply> requests)
    {
        public RequestWire<TReply> Wire { get; } = wire;
        public RequestsInFlight<TReply> Requests { get; } = requests;
        public SocketSend? Send { get; set; }
    }
}
