using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>What happens to positions by the clock: funding at each boundary of the interval (UTC), and liquidation when the margin is used up.</summary>
internal sealed class Settlements(
    VenueProfile profile, VenueState state, Accounting accounting, Matching matching, IMarketSource market, Action<VenueEvent> tell)
{
    public DateTimeOffset Next(DateTimeOffset now) => Boundary(now) + profile.FundingInterval;

    public void Advance(DateTimeOffset now)
    {
        var due = Boundary(now);
        // Boundaries missed while the process was down are settled one by one: the venue would have charged each.
        if (state.Account.FundedAt < due && !AnyHeld()) state.Account = state.Account with { FundedAt = due - profile.FundingInterval };
        for (var at = Boundary(state.Account.FundedAt) + profile.FundingInterval; at <= due; at += profile.FundingInterval) Settle(at);
        LiquidateIsolated(now);
        LiquidateCross(now);
    }

    private void Settle(DateTimeOffset at)
    {
        foreach (var instrument in profile.Instruments)
        {
            var (mark, _, rate) = market.Reference(profile.Index, instrument);
            state.Add(new FundingSettlement(instrument.Symbol, at, rate, mark));
            var position = state.Position(instrument.Symbol);
            if (position.Quantity == 0m) continue;
            var amount = accounting.Fund(position, mark, rate, at);
            var after = state.Position(instrument.Symbol);
            tell(new VenueEvent.AccountChanged(AccountCause.Funding, instrument.Symbol, state.Account.Wallet, accounting.View().CrossWallet, amount, after));
        }

        state.Account = state.Account with { FundedAt = at };
    }

    private void LiquidateIsolated(DateTimeOffset now)
    {
        foreach (var view in Held().Where(v => v.Setting.Isolated).ToList())
        {
            var equity = view.Position.IsolatedMargin + view.Unrealised;
            if (equity <= view.MaintenanceMargin) matching.Liquidate(view, Fee(equity), now);
        }
    }

    private void LiquidateCross(DateTimeOffset now)
    {
        var cross = Held().Where(v => !v.Setting.Isolated).ToList();
        if (cross.Count == 0) return;
        var account = accounting.View();
        var equity = account.CrossWallet + account.CrossUnrealised;
        if (equity > cross.Sum(v => v.MaintenanceMargin)) return;
        for (var i = 0; i < cross.Count; i++) matching.Liquidate(cross[i], i == cross.Count - 1 ? Fee(equity) : 0m, now);
    }

    private static decimal Fee(decimal equity) => Math.Max(0m, Math.Round(equity, 8, MidpointRounding.ToZero));

    private IEnumerable<PositionView> Held() => state.Positions.Values.Where(p => p.Quantity != 0m).Select(accounting.View);

    private bool AnyHeld() => state.Positions.Values.Any(p => p.Quantity != 0m);

    private DateTimeOffset Boundary(DateTimeOffset at)
    {
        var ticks = at.UtcTicks - (at.UtcTicks % profile.FundingInterval.Ticks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
