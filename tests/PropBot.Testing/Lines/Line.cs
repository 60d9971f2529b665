using PropBot.Trading.Instruments;
using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Lines;

/// <summary>What may go wrong on the way between the desk and a venue.</summary>
public enum LineTrouble
{
    /// <summary>Requests never arrive.</summary>
    LoseRequests,

    /// <summary>Requests arrive and are executed; their replies do not come back.</summary>
    LoseReplies,

    /// <summary>Requests and replies take long; they overtake each other.</summary>
    Slow,

    /// <summary>WebSockets stay open and say nothing; what was said meanwhile arrives in one burst at the end.</summary>
    Silence,

    /// <summary>WebSockets are cut, again and again.</summary>
    CutSockets,

    /// <summary>Nothing gets through: connections are refused, sockets are cut.</summary>
    Dark,

    /// <summary>Everything is answered 429: Binance names the end of the ban and counts whoever does not keep silent, OKX says 50011.</summary>
    Ban,
}

/// <summary>What becomes of one order on its way to the venue and back.</summary>
public enum OrderFate
{
    Arrives,

    /// <summary>The connection breaks before the order is there.</summary>
    Lost,

    /// <summary>It is executed; the connection breaks before the reply is there.</summary>
    ReplyLost,

    /// <summary>It is executed; no reply ever comes.</summary>
    NoReply,

    /// <summary>It stands still on its way for longer than its validity: the venue must refuse it as too late.</summary>
    TooLate,
}

/// <param name="Share">Part of the requests concerned.</param>
public sealed record LineFault(LineTrouble Kind, DateTimeOffset From, DateTimeOffset Until, double Share = 1.0, TimeSpan Extra = default)
{
    public bool IsOn(DateTimeOffset now) => From <= now && now < Until;
}

/// <summary>The network between the desk's process and one venue: its delays and its troubles, all from the seed.</summary>
public sealed class Line(IVenueEnd end, ManualClock clock, Dice dice)
{
    private readonly List<SkinSocket> sockets = [];
    private readonly List<LineFault> faults = [];

    public Venue Venue => end.Venue;
    public IVenueEnd End => end;
    public ManualClock Clock => clock;
    public IReadOnlyList<SkinSocket> Sockets => sockets;
    public TimeSpan LeastLatency { get; set; } = TimeSpan.FromMilliseconds(2);
    public TimeSpan UsualJitter { get; set; } = TimeSpan.FromMilliseconds(12);

    /// <summary>When each WebSocket was asked for.</summary>
    public List<DateTimeOffset> Connects { get; } = [];

    /// <summary>When each REST request left.</summary>
    public int Requests { get; set; }

    /// <summary>Requests that left while their sender knew it was banned.</summary>
    public int SentDuringBan { get; set; }

    /// <summary>Until when the client has been told to be silent, once the telling has reached it.</summary>
    public DateTimeOffset BanKnownUntil { get; set; }

    /// <summary>What happens to the next orders on their way, one after the other; then all is as usual again.</summary>
    public Queue<OrderFate> NextOrders { get; } = new();

    /// <summary>What the next orders over REST are answered, after having been executed or instead of it.</summary>
    public Queue<(bool Executed, LineReply Reply)> ForgedReplies { get; } = new();

    /// <summary>Pushes to the client that vanish on the way, by what they say.</summary>
    public Func<string, bool>? Swallows { get; set; }

    /// <summary>How often each REST call was asked, by method and path.</summary>
    public Dictionary<string, int> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>The most messages any one WebSocket client sent within a second.</summary>
    public int BusiestSecond { get; set; }

    /// <summary>Subscriptions, unsubscriptions and logins over all connections.</summary>
    public int SocketOperations { get; set; }

    /// <summary>How old the oldest connection became.</summary>
    public TimeSpan OldestSocket { get; set; }

    /// <summary>A venue that cuts every connection at this age (Binance: 24 h).</summary>
    public TimeSpan? CutsAtAge { get; set; }

    /// <summary>Connections that were cut for their age.</summary>
    public int CutForAge { get; set; }

    public bool IsDark => Has(LineTrouble.Dark) is not null;

    /// <summary>True while any trouble is on, and a moment after it: the venue counts as not well reachable.</summary>
    public bool IsTroubled(TimeSpan after) => faults.Exists(f => f.From <= clock.GetUtcNow() && clock.GetUtcNow() < f.Until + after);

    public DateTimeOffset? SilentUntil => Has(LineTrouble.Silence)?.Until;

    public void Add(LineFault fault)
    {
        faults.Add(fault);
        if (fault.Kind is LineTrouble.Dark or LineTrouble.CutSockets) CutAt(fault.From, fault);
    }

    public void ClearFaults()
    {
        var now = clock.GetUtcNow();
        for (var i = 0; i < faults.Count; i++)
            if (faults[i].Until > now) faults[i] = faults[i] with { Until = faults[i].From < now ? now : faults[i].From };
    }

    /// <summary>The fault of that kind that concerns the next request, if any.</summary>
    public LineFault? Strikes(LineTrouble kind) => Has(kind) is { } fault && dice.Uniform() < fault.Share ? fault : null;

    public bool Toss() => dice.Uniform() < 0.5;

    /// <summary>One way. Most are quick, few are slow; a Slow fault adds up to its extra.</summary>
    public TimeSpan Latency()
    {
        var extra = Has(LineTrouble.Slow) is { } slow && dice.Uniform() < slow.Share ? slow.Extra.TotalMilliseconds * dice.Uniform() : 0;
        return LeastLatency + TimeSpan.FromMicroseconds((long)(1000 * ((UsualJitter.TotalMilliseconds * Math.Pow(dice.Uniform(), 3)) + extra)));
    }

    public void After(TimeSpan wait, Action act) => clock.CreateTimer(static a => ((Action)a!)(), act, wait, Timeout.InfiniteTimeSpan);

    public void Opened(SkinSocket socket) => sockets.Add(socket);

    public void Closed(SkinSocket socket) => sockets.Remove(socket);

    /// <summary>All present connections break at once. Returns how many there were.</summary>
    public int CutAll(string why)
    {
        var all = sockets.ToArray();
        foreach (var socket in all) socket.Cut(why);
        return all.Length;
    }

    private LineFault? Has(LineTrouble kind)
    {
        var now = clock.GetUtcNow();
        foreach (var fault in faults)
            if (fault.Kind == kind && fault.IsOn(now)) return fault;
        return null;
    }

    private void CutAt(DateTimeOffset at, LineFault fault)
    {
        After(at - clock.GetUtcNow(), () =>
        {
            // A cleared fault no longer cuts.
            if (!faults.Exists(f => f.Kind == fault.Kind && f.IsOn(clock.GetUtcNow()))) return;
            CutAll("connection reset by peer");
            if (fault.Kind == LineTrouble.CutSockets && fault.Extra > TimeSpan.Zero && clock.GetUtcNow() + fault.Extra < fault.Until)
                CutAt(clock.GetUtcNow() + fault.Extra, fault);
        });
    }
}
