using System.Globalization;
using System.Text.Json;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Exchanges.OkxOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>What every OKX connection needs, whatever it is for: the ways to OKX, made once for the venue.</summary>
internal sealed record OkxAccess(
    OkxOptions Options, OkxContracts Contracts, OkxQueries Queries, OkxRest Rest, ICredentialSource Credentials, ClockOffset Offset, OkxDoorman Doorman,
    IWebSocketFactory Sockets, TimeProvider Clock)
{
    public DateTimeOffset VenueNow => Offset.Corrected(Clock.GetUtcNow());
}

/// <summary>The state of one connection: what it awaits, and the venue's last words on it. During a renewal two of them live at a time.</summary>
internal sealed class OkxSession(OkxAccess access)
{
    private readonly OkxAcks acks = new(access.Clock, access.Options.AckWait);
    private volatile string? words;

    /// <summary>Why this connection is over: the venue's own words where it had any, since the close frame after them says less.</summary>
    public string Over(string reason) => words ?? reason;

    /// <summary>Where to connect, once that is allowed. A private connection waits for a measured clock: its login is good for 30 s only.</summary>
    /// <exception cref="OkxStreamException">Not now: the key is known to be wrong, or what must be known first cannot be read.</exception>
    public async ValueTask<Uri> Address(string path, bool isPrivate, CancellationToken stop)
    {
        if (isPrivate && access.Rest.Reactions.Keys.Objection is { } wrongKey) throw new OkxStreamException(wrongKey);
        if (await access.Queries.EnsureContracts(stop) is { } missing) throw new OkxStreamException(missing);
        if (isPrivate && await access.Rest.SampleClock(stop) is null && access.Offset.Latest is null) throw new OkxStreamException("the venue's time could not be read");
        await access.Doorman.Connect(stop);
        return new Uri(access.Options.StreamUrl + path);
    }

    public async Task LogIn(SocketSend send, CancellationToken stop)
    {
        await access.Doorman.Operate(stop);
        var loggedIn = acks.Expect(["login"], stop);
        await send(OkxRequests.Login(access.Credentials.For(Venue.Okx), access.VenueNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        await loggedIn;
    }

    /// <summary>Subscribes in as many messages as it takes and waits for the acknowledgement of each single argument.</summary>
    public async Task Subscribe(SocketSend send, IReadOnlyList<OkxArgument> arguments, int perMessage, CancellationToken stop)
    {
        var parts = arguments.Chunk(perMessage).ToList();
        foreach (var _ in parts) await access.Doorman.Operate(stop);
        var acknowledged = acks.Expect(arguments.Select(a => a.Key), stop);
        foreach (var part in parts) await send(OkxRequests.Subscribe(part));
        await acknowledged;
    }

    /// <summary>Takes an event message. False: an error that nobody waited for.</summary>
    /// <exception cref="OkxStreamException">It refuses what was awaited: this connection is of no use.</exception>
    public bool Take(JsonElement message)
    {
        var result = acks.Take(message);
        if (result != OkxAckResult.Failed) return result == OkxAckResult.Taken;
        var code = message.Text("code");
        access.Rest.Reactions.Answered(OkxLane.Sockets, code, 200, message.Text("msg"));
        // 60006: the login's time was off, so the next one needs a fresh measure of the clock.
        if (OkxErrors.Of(code, 200).Reaction == OkxReaction.ResyncClock) access.Offset.Clear();
        words = (code == OkxErrors.WrongEnvironment ? access.Rest.Reactions.Keys.Objection : null) ?? OkxAcks.Words(message);
        throw new OkxStreamException(words);
    }
}
