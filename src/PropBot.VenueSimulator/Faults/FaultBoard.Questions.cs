using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Faults;

/// <summary>What a skin and the engine ask a board.</summary>
public sealed partial class FaultBoard
{
    /// <summary>Added to what the venue believes is the time.</summary>
    public TimeSpan ClockSkew => Lasting(FaultKind.ClockSkew, "*").Aggregate(TimeSpan.Zero, (sum, rule) => sum + rule.Skew!.Value);

    public bool Maintenance => Lasting(FaultKind.Maintenance, "*").Count > 0;

    /// <summary>The maintenance that is on, or the next one that is planned; <c>End</c> null = until it is cleared. Board time, without skew.</summary>
    public (DateTimeOffset Begin, DateTimeOffset? End)? MaintenanceWindow
    {
        get
        {
            lock (gate)
            {
                var next = live.Where(f => f.Rule.Kind == FaultKind.Maintenance && f.Stage(clock.GetUtcNow()) != FaultStage.Over).MinBy(f => f.StartsAt);
                return next is null ? null : (next.StartsAt, next.EndsAt);
            }
        }
    }

    /// <summary>Calls that came although the client had been told of its ban (a first 418 tells it); a good client leaves this at 0.</summary>
    public int SentWhileBanned { get; private set; }

    /// <summary>What is to happen to this call. Each rule that acts is counted; of the rules that end the call the oldest acts.</summary>
    /// <param name="endpoint">Method and path, or <c>WS</c> and the operation.</param>
    public CallFate Call(string endpoint)
    {
        if (empty) return CallFate.Ordinary;
        lock (gate)
        {
            var fate = CallFate.Ordinary;
            var now = clock.GetUtcNow();
            foreach (var fault in live)
            {
                if (!fault.Fits(FaultTarget.Endpoint, endpoint, now)) continue;
                var ends = fault.Rule.Kind != FaultKind.Latency;
                if (ends && (fate.DropRequest || fate.DropReply || fate.Reply is not null)) continue;
                if (fault.Strikes()) fate = Worse(fate, fault, now);
            }

            return fate;
        }
    }

    /// <summary>What is to happen to this push; asked once a push and session.</summary>
    public PushFate Push(string channel)
    {
        if (empty) return PushFate.Ordinary;
        lock (gate)
        {
            var fate = PushFate.Ordinary;
            var now = clock.GetUtcNow();
            foreach (var fault in live)
            {
                if (!fault.Fits(FaultTarget.Channel, channel, now) || !fault.Strikes()) continue;
                fate = fault.Rule.Kind switch
                {
                    FaultKind.PushDrop => fate with { Drop = true },
                    FaultKind.PushDelay => fate with { Delay = fate.Delay + fault.Delay() },
                    FaultKind.PushDuplicate => fate with { Duplicate = true },
                    _ => fate with { Reorder = true },
                };
            }

            return fate;
        }
    }

    /// <summary>Heartbeats go on, data does not.</summary>
    /// <param name="door"><c>public</c>, <c>market</c>, <c>private</c>, <c>business</c>.</param>
    public bool Silent(string door) => Lasting(FaultKind.Silent, door).Count > 0;

    /// <summary>By what the market's prices of this symbol are multiplied at this venue.</summary>
    public decimal PriceFactor(string symbol)
    {
        if (empty) return 1m;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            return live.Where(f => f.Rule.Kind == FaultKind.PriceMove && f.Fits(FaultTarget.Symbol, symbol, now))
                .Aggregate(1m, (factor, f) => factor * (1m + (f.Rule.Percent!.Value / 100m * Passed(f, now))));
        }
    }

    /// <summary>What part of each level is left on the two sides; 1 = all.</summary>
    public (decimal Bids, decimal Asks) Liquidity(string symbol)
    {
        if (empty) return (1m, 1m);
        var (bids, asks) = (1m, 1m);
        foreach (var rule in Lasting(FaultKind.LiquidityHole, symbol))
        {
            if (rule.BookSide is not "ask") bids = Math.Min(bids, rule.Keep ?? 0m);
            if (rule.BookSide is not "bid") asks = Math.Min(asks, rule.Keep ?? 0m);
        }

        return (bids, asks);
    }

    /// <summary>The most an order may take at once, base coin; null = no cap. Counted.</summary>
    public decimal? FillCap(string symbol, decimal wanted)
    {
        if (empty) return null;
        lock (gate)
        {
            decimal? cap = null;
            var now = clock.GetUtcNow();
            foreach (var fault in live)
            {
                if (fault.Rule.Kind != FaultKind.PartialFills || !fault.Fits(FaultTarget.Symbol, symbol, now) || !fault.Strikes()) continue;
                var most = fault.Rule.Quantity ?? (wanted * fault.Rule.Share!.Value);
                cap = cap is { } lower ? Math.Min(lower, most) : most;
            }

            return cap;
        }
    }

    /// <summary>The price band as a fraction of the mark; null = the venue's own.</summary>
    public decimal? PriceBand(string symbol) => Lasting(FaultKind.PriceLimit, symbol) is [.., var last] ? Math.Abs(last.Percent!.Value) / 100m : null;

    public SimInstrumentStatus? Status(string symbol) => Lasting(FaultKind.SymbolStatus, symbol) is [.., var last] ? last.Status : null;

    public decimal? FundingRate(string symbol) => Lasting(FaultKind.FundingRate, symbol) is [.., var last] ? last.Rate : null;

    private CallFate Worse(CallFate fate, LiveFault fault, DateTimeOffset now) => fault.Rule.Kind switch
    {
        FaultKind.Latency => fate with { Delay = fate.Delay + fault.Delay() },
        FaultKind.DropRequest => fate with { DropRequest = true },
        FaultKind.DropReply => fate with { DropReply = true },
        FaultKind.Ban => Banned(fate, fault, now),
        _ => fate with { Reply = fault.Rule.Reply },
    };

    private CallFate Banned(CallFate fate, LiveFault fault, DateTimeOffset now)
    {
        if (fault.BannedUntil > now) SentWhileBanned++;
        var reply = fault.Banning(now);
        return fate with { Reply = reply, BannedUntil = fault.BannedUntil };
    }

    private static decimal Passed(LiveFault fault, DateTimeOffset now) =>
        fault.Rule.Over is { Ticks: > 0 } over ? Math.Clamp((decimal)(now - fault.StartsAt).Ticks / over.Ticks, 0m, 1m) : 1m;

    private List<FaultRule> Lasting(FaultKind kind, string name)
    {
        if (empty) return [];
        lock (gate)
        {
            var now = clock.GetUtcNow();
            return [.. live.Where(f => f.Rule.Kind == kind && f.Stage(now) == FaultStage.Active && FaultPattern.Fits(f.Rule.Match, name)).Select(f => f.Rule)];
        }
    }
}
