using System.Globalization;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Limits;

/// <summary>What one IP address may ask: weight a minute in fixed windows of the clock, a warning (429) beyond it, a ban (418) for who goes on (wire-protocols §1.4).</summary>
public sealed class CallerLimits(string address, VenueTime time)
{
    public const int WeightPerMinute = 2400;

    /// <summary>Calls after the first 429 of a minute that are still only warned.</summary>
    public const int WarningsBeforeBan = 10;

    /// <summary>New connections in five minutes.</summary>
    public const int MostConnections = 300;

    private const int ConnectionWindow = 300;
    private static readonly TimeSpan FirstBan = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestBan = TimeSpan.FromDays(3);
    private static readonly TimeSpan Forgiven = TimeSpan.FromDays(1);
    private readonly Lock gate = new();
    private long minute;
    private int weight;
    private int warnings;
    private long connectionWindow;
    private int connections;
    private DateTimeOffset bannedUntil;
    private TimeSpan nextBan = FirstBan;

    public bool IsBanned
    {
        get
        {
            lock (gate) return time.Now < bannedUntil;
        }
    }

    /// <summary>Calls that came while the address was banned, since the start.</summary>
    public int SentWhileBanned { get; private set; }

    public int UsedWeight
    {
        get
        {
            lock (gate)
            {
                Roll();
                return weight;
            }
        }
    }

    /// <summary>Counts a call. Null when it may pass.</summary>
    public BinanceReply? Take(int callWeight)
    {
        lock (gate)
        {
            Roll();
            if (time.Now < bannedUntil)
            {
                SentWhileBanned++;
                return Banned();
            }

            weight += callWeight;
            if (weight <= WeightPerMinute) return null;
            return ++warnings > WarningsBeforeBan ? StartBan() : Warned();
        }
    }

    /// <summary>Counts a new WebSocket connection. Null when it may open.</summary>
    public BinanceReply? TakeConnection(int weight)
    {
        lock (gate)
        {
            var window = time.Now.ToUnixTimeSeconds() / ConnectionWindow;
            if (window != connectionWindow) (connectionWindow, connections) = (window, 0);
            if (time.Now >= bannedUntil && ++connections > MostConnections) return Warned();
        }

        return IsBanned || weight > 0 ? Take(weight) : null;
    }

    /// <summary>Bans the address now; each ban lasts twice as long as the one before, up to three days.</summary>
    public BinanceReply Ban()
    {
        lock (gate) return StartBan();
    }

    /// <summary>The 418 of a ban that somebody else counts.</summary>
    public BinanceReply BannedUntil(DateTimeOffset until) => Told(until);

    /// <summary>The 429 of this minute.</summary>
    public BinanceReply Warning()
    {
        lock (gate) return Warned();
    }

    private BinanceReply StartBan()
    {
        if (time.Now > bannedUntil + Forgiven) nextBan = FirstBan;
        bannedUntil = time.Now + nextBan;
        nextBan = nextBan * 2 < LongestBan ? nextBan * 2 : LongestBan;
        return Banned();
    }

    private BinanceReply Banned() => Told(bannedUntil);

    private BinanceReply Told(DateTimeOffset end)
    {
        var until = end.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var text = $"Way too many requests; IP({address}) banned until {until}. Please use the websocket for live updates to avoid bans.";
        return BinanceError.Of(-1003, text, 418).With("Retry-After", Seconds(end - time.Now));
    }

    private BinanceReply Warned()
    {
        var text = $"Too many requests; current limit of IP({address}) is {WeightPerMinute} requests per minute. Please use the websocket for live updates to avoid polling the API.";
        return BinanceError.Of(-1003, text, 429).With("Retry-After", Seconds(TimeSpan.FromSeconds(60 - (time.Now.ToUnixTimeSeconds() % 60))));
    }

    private void Roll()
    {
        var now = time.Now.ToUnixTimeSeconds() / 60;
        if (now != minute) (minute, weight, warnings) = (now, 0, 0);
    }

    private static string Seconds(TimeSpan wait) => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
