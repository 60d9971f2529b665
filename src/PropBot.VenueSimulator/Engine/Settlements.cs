using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>What happens to positions by the clock: funding of each symbol at its own times (UTC), and liquidation when the margin is used up. A settlement and
/// the clock's move to the next one are one commit, so none is lost or booked twice in a crash.</summary>
internal sealed class Settlements(
    VenueProfile profile, VenueState state, Accounting accounting, Takeovers takeovers, Func<string, (decimal Mark, decimal Index, decimal FundingRate)> reference,
    Action<VenueEvent> tell)
{
    public FundingClock Clock(string symbol) => state.FundingClocks[symbol];

    /// <summary>Gives each symbol its clock when it has none yet.</summary>
    public void Start(DateTimeOffset now)
    {
        var since = state.Account.FundedAt == default ? now : state.Account.FundedAt;
        foreach (var instrument in profile.Instruments)
        {
            if (!state.FundingClocks.ContainsKey(instrument.Symbol)) state.Put(new FundingClock(instrument.Symbol, After(since, profile.FundingInterval), profile.FundingInterval));
        }
    }

    /// <summary>From now on the symbol is settled at the boundaries of another interval.</summary>
    public void SetInterval(string symbol, TimeSpan interval, DateTimeOffset now)
    {
        var clock = new FundingClock(symbol, After(now, interval), interval);
        if (clock == Clock(symbol)) return;
        state.Put(clock);
        tell(new VenueEvent.FundingClockChanged(clock));
    }

    public void Advance(DateTimeOffset now)
    {
        foreach (var instrument in profile.Instruments) SettleDue(instrument.Symbol, now);
        LiquidateIsolated(now);
        LiquidateCross(now);
    }

    private void SettleDue(string symbol, DateTimeOffset now)
    {
        var clock = Clock(symbol);
        if (clock.NextAt > now) return;
        var held = state.Positions.Values.Where(p => p.Symbol == symbol && p.Quantity != 0m).ToList();
        // Boundaries missed while the process was down are settled one by one, as the venue would have charged each; those that nobody held are only counted.
        if (held.Count == 0) clock = clock with { NextAt = After(now, clock.Interval) - clock.Interval };
        for (; clock.NextAt <= now; clock = clock with { NextAt = clock.NextAt + clock.Interval }) Settle(symbol, clock.NextAt);
        state.Put(clock);
    }

    private void Settle(string symbol, DateTimeOffset at)
    {
        var (mark, _, rate) = reference(symbol);
        state.Add(new FundingSettlement(symbol, at, rate, mark));
        foreach (var position in state.Positions.Values.Where(p => p.Symbol == symbol && p.Quantity != 0m).ToList())
        {
            var amount = accounting.Fund(position, mark, rate, at);
            var after = state.Position(symbol, position.Side);
            tell(new VenueEvent.AccountChanged(AccountCause.Funding, symbol, state.Account.Wallet, accounting.View().CrossWallet, amount, after));
        }
    }

    private void LiquidateIsolated(DateTimeOffset now)
    {
        foreach (var view in Held().Where(v => v.Setting.Isolated).ToList())
        {
            var equity = view.Position.IsolatedMargin + view.Unrealised;
            if (equity <= view.MaintenanceMargin) takeovers.Liquidate(view, Fee(equity), now);
        }
    }

    private void LiquidateCross(DateTimeOffset now)
    {
        var cross = Held().Where(v => !v.Setting.Isolated).ToList();
        if (cross.Count == 0) return;
        var account = accounting.View();
        var equity = account.CrossWallet + account.CrossUnrealised;
        if (equity > cross.Sum(v => v.MaintenanceMargin)) return;
        for (var i = 0; i < cross.Count; i++) takeovers.Liquidate(cross[i], i == cross.Count - 1 ? Fee(equity) : 0m, now);
    }

    private static decimal Fee(decimal equity) => Math.Max(0m, Math.Round(equity, 8, MidpointRounding.ToZero));

    private IEnumerable<PositionView> Held() => state.Positions.Values.Where(p => p.Quantity != 0m).Select(accounting.View);

    /// <summary>The first boundary after a moment.</summary>
    private static DateTimeOffset After(DateTimeOffset at, TimeSpan interval) =>
        new(at.UtcTicks - (at.UtcTicks % interval.Ticks) + interval.Ticks, TimeSpan.Zero);
}
