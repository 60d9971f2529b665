using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>The venue watchdog: measures what comes from a venue and what becomes of our calls, judges both once a second.</summary>
internal sealed class VenueWatch(DeskMemory m, DeskEffects effects, HoldLatch latch)
{
    public const string Source = "exchange_watchdog";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private const int LeastMessages = 100;

    private readonly LatencyWindow[] lag = [new(m.Options.Watch.Health.Window), new(m.Options.Watch.Health.Window)];
    private readonly LatencyWindow gaps = new(m.Options.Watch.Health.Window);
    private readonly CallWindow[] calls = [new(m.Options.Watch.Health.Window), new(m.Options.Watch.Health.Window)];
    private readonly Queue<DateTimeOffset>[] disconnects = [new(), new()];
    private readonly DateTimeOffset[] heard = new DateTimeOffset[Venues.Count];
    private readonly DateTimeOffset[] heardOfPair = new DateTimeOffset[Venues.Count * m.Books.Length];
    private readonly long[] bans = new long[Venues.Count];
    private DateTimeOffset nextLook;

    /// <summary>The longest silences between two messages of one market, p95 in ms; null while there are too few.</summary>
    public decimal? GapP95 => gaps.Quantile(0.95m, m.Now, LeastMessages);

    /// <summary>Called for every quote; allocates nothing.</summary>
    public void Heard(Venue venue, int pair, DateTimeOffset venueTime, DateTimeOffset receivedAt)
    {
        var v = (int)venue;
        heard[v] = m.Now;
        ref var before = ref heardOfPair[(v * m.Books.Length) + pair];
        if (before != default && m.Status(venue).PublicLink == LinkEvent.Up) gaps.Add(receivedAt - before, m.Now);
        before = receivedAt;
        if (venueTime != default) lag[v].Add(receivedAt + (m.Status(venue).Clock?.Offset ?? TimeSpan.Zero) - venueTime, m.Now);
    }

    public void On(LinkChange change)
    {
        if (change.Event != LinkEvent.Down) return;
        disconnects[(int)change.Venue].Enqueue(m.Now);

        // What a break adds to the silence is the watchdog's to judge as a disconnect, not the gap's.
        for (var pair = 0; pair < m.Books.Length; pair++) heardOfPair[((int)change.Venue * m.Books.Length) + pair] = default;
    }

    public void Tick()
    {
        if (m.Now < nextLook) return;
        nextLook = m.Now + LookEvery;
        foreach (var status in m.Venues) Look(status);
    }

    private void Look(VenueStatus status)
    {
        var v = (int)status.Venue;
        while (disconnects[v].Count > 0 && m.Now - disconnects[v].Peek() >= Minute) disconnects[v].Dequeue();
        var totals = effects.Exchange(status.Venue).Calls?.Read();
        var counts = totals is { } read ? calls[v].Read(read, m.Now) : (CallCounts?)null;

        // A venue that has not been met yet is the preflight's matter.
        var met = heard[v] != default;
        var measures = new VenueMeasures(
            lag[v].Quantile(0.95m, m.Now, LeastMessages), disconnects[v].Count, met && status.DownSince is { } since ? m.Now - since : null, met ? m.Now - heard[v] : null, counts);
        var before = m.Watch.Health[v];
        var now = before.Next(measures, m.Options.Watch.Health, m.Now);
        m.Watch.Measures[v] = measures;
        m.Watch.Health[v] = now;
        if (now.Level != before.Level) Changed(status.Venue, before, now);
        var word = status.Venue.Word();
        latch.Look($"watchdog {word}", now.Level == HealthLevel.Down ? VenueHealth.DownReason(word) : null, $"{word}: {now.Why}", Source, "exchange_watchdog");
        Banned(status.Venue, totals?.Bans ?? 0);
    }

    private void Changed(Venue venue, VenueHealth before, VenueHealth now)
    {
        m.Dirty = true;
        var json = System.Text.Json.JsonSerializer.Serialize(new { venue = venue.Word(), from = before.Level.ToString(), to = now.Level.ToString(), why = now.Why });
        effects.Persist("venue_health", tx => tx.Event(now.Level == HealthLevel.Down ? "ERROR" : now.Level == HealthLevel.Degraded ? "WARNING" : "INFO", "venue_health", json));
    }

    // A ban is an event, not a condition: it is acted on once. With something open it is a P0 (R47), with nothing a guard's stop.
    private void Banned(Venue venue, long count)
    {
        var news = count > bans[(int)venue];
        bans[(int)venue] = count;
        var open = m.Hedges.Values.Any(hedge => !hedge.Simulated && !hedge.Leg(venue).Open.IsZero);
        var reason = open ? $"venue_ban:{venue.Word()}" : $"venue_shut_out:{venue.Word()}";
        latch.Look(
            $"ban {venue.Word()}", news ? reason : null,
            $"{venue.Word()} serves us no more (a ban, or a key or an account that it refuses), {(open ? "with a position open there" : "nothing is open there")}", Source, "venue_ban");
    }
}
