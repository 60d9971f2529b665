using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Instruments;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>The balances monitor: both accounts once a second, from what the venues last said.</summary>
internal sealed class LiquidityFlow(DeskMemory m, HoldLatch latch)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private DateTimeOffset nextLook;

    public void Tick()
    {
        if (m.Now < nextLook) return;
        nextLook = m.Now + LookEvery;
        var limits = new FundsLimits(m.OrderNotional, m.Limits.MaxMarginRatio, m.Limits.Caps.MaxLeverage, (m.Options.Reconciliation.Every * 3) + TimeSpan.FromSeconds(15));
        var reading = Liquidity.Of([.. m.Venues.Select(Funds)], limits, m.Control.DryRun);
        m.Dirty |= reading.Reason != m.Watch.Liquidity.Reason;
        m.Watch.Liquidity = reading;
        var held = reading is { Measured: true, Blocked: true };
        latch.Look("liquidity", held ? reading.Reason : null, held ? Text(reading) : "", Liquidity.Source, "liquidity_blocked");
        foreach (var entry in reading.Venues)
            latch.Look($"health {entry.Venue.Word()}", entry.Critical && !m.Control.DryRun ? $"{Liquidity.AccountHealth}{entry.Venue.Word().ToUpperInvariant()}" : null, Text(entry), Liquidity.Source, "account_health");
    }

    /// <summary>Blocked accounts stand against trading; not yet read ones are the preflight's matter.</summary>
    public IEnumerable<Block> Blocks() => m.Watch.Liquidity is { Measured: true, Blocked: true } reading ? [new Block("liquidity_blocked", Text(reading))] : [];

    private VenueFunds Funds(VenueStatus status)
    {
        if (status.Balances.GetValueOrDefault(Money.Usdt) is not { } balance) return new VenueFunds(status.Venue, null, null, null, null, 0m);
        return new VenueFunds(status.Venue, m.Now - balance.At, balance.Available, balance.Equity, RiskReader.MarginRatio(status, balance), status.Positions.Values.Sum(p => Math.Abs(p.SignedQuantity) * Mark(p)));
    }

    private decimal Mark(Exchanges.PositionFact position)
    {
        var pair = m.Options.Universe.IndexOf(position.Symbol);
        return position.Mark?.Value ?? (pair >= 0 ? m.Books[pair][position.Venue].Mark?.Value : null) ?? position.EntryPrice.Value;
    }

    private static string Text(LiquidityReading reading) => string.Join("; ", reading.Venues.Where(entry => !entry.RiskOk).Select(Text));

    private static string Text(FundsEntry entry) =>
        $"{entry.Venue.Word()}: {entry.Reason} (free {Plain(entry.FreeUsdt)} USDT of {Plain(entry.EquityUsdt)}, margin ratio {(entry.MarginRatio is { } ratio ? Decimals.Plain(decimal.Round(ratio, 4)) : "unknown")})";

    private static string Plain(decimal? usdt) => usdt is { } known ? Decimals.Plain(decimal.Round(known, 2)) : "unknown";
}
