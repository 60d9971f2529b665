using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Core;

/// <summary>What the venue does on its own or the fault board makes it do.</summary>
public sealed partial class VenueCore
{
    /// <summary>Changes an instrument's steps now, or announces the change when it takes effect later. Resting orders stay as they are.</summary>
    public void ChangeInstrument(string symbol, SimUpcomingChange change) => Change(now =>
    {
        if (change.EffectiveAt > now) listing.Announce(symbol, change);
        else listing.Change(symbol, change);
        return Reshape(now);
    });

    public void SetStatus(string symbol, SimInstrumentStatus status) => Change(now =>
    {
        listing.SetStatus(symbol, status);
        return Reshape(now);
    });

    /// <summary>From now on the symbol is settled at the boundaries of this interval.</summary>
    public void SetFundingInterval(string symbol, TimeSpan interval) => Change(now =>
    {
        settlements.SetInterval(symbol, interval, now);
        return true;
    });

    /// <summary>Takes what is held of a symbol over, as if its margin were used up.</summary>
    public void Liquidate(string symbol) => Change(now =>
    {
        foreach (var view in Held(symbol)) takeovers.Liquidate(view, 0m, now);
        return true;
    });

    /// <param name="share">What part of the position is taken, in (0, 1].</param>
    public void Deleverage(string symbol, decimal share) => Change(now =>
    {
        var step = books[symbol].Instrument.Step;
        foreach (var view in Held(symbol))
        {
            var size = Math.Abs(view.Position.Quantity);
            takeovers.Deleverage(view, Math.Clamp(Math.Ceiling(size * share / step) * step, 0m, size), now);
        }

        return true;
    });

    /// <summary>A rule of the board is due once: for each symbol it names.</summary>
    private void Strike(FaultRule rule)
    {
        if (rule.Kind == FaultKind.ListenKeyExpiry)
        {
            ExpireListenKey();
            return;
        }

        foreach (var symbol in Profile.Instruments.Select(i => i.Symbol).Where(s => FaultPattern.Fits(rule.Match, s))) Strike(rule, symbol);
    }

    private void Strike(FaultRule rule, string symbol)
    {
        if (rule.Kind is FaultKind.BookGap or FaultKind.BookReset or FaultKind.TickChange or FaultKind.FundingInterval) StrikeMarket(rule, symbol);
        else StrikeAccount(rule, symbol);
    }

    private void StrikeMarket(FaultRule rule, string symbol)
    {
        switch (rule.Kind)
        {
            case FaultKind.BookGap:
                lock (Gate) books[symbol].Lose(rule.Size ?? 5);
                break;
            case FaultKind.BookReset:
                lock (Gate) books[symbol].Restart(rule.Size ?? 10);
                break;
            case FaultKind.TickChange:
                ChangeInstrument(symbol, new SimUpcomingChange(rule.Tick, rule.Step, rule.MinQuantity, Now + (rule.Announce ?? TimeSpan.Zero)));
                break;
            default:
                SetFundingInterval(symbol, TimeSpan.FromHours(rule.Hours!.Value));
                break;
        }
    }

    private void StrikeAccount(FaultRule rule, string symbol)
    {
        switch (rule.Kind)
        {
            case FaultKind.Liquidation:
                Liquidate(symbol);
                break;
            case FaultKind.Adl:
                Deleverage(symbol, rule.Share ?? 1m);
                break;
            case FaultKind.ForeignOrder or FaultKind.ForeignTrade:
                Place(Foreign(rule, symbol));
                break;
            default:
                throw new InvalidOperationException($"{rule.Kind} does not happen once.");
        }
    }

    /// <summary>What lasts may have begun or ended: instruments and books are looked at again.</summary>
    private void Look() => Change(Reshape);

    private bool Reshape(DateTimeOffset now)
    {
        listing.Refresh(now);
        RefreshAll(now, readMarket: true);
        return true;
    }

    /// <summary>The owner acts elsewhere: a resting order two per cent off the mark, or a trade at the market.</summary>
    private SimOrderRequest Foreign(FaultRule rule, string symbol)
    {
        var side = rule.Side!.Value;
        var quantity = rule.Quantity!.Value;
        var origin = SimOrderOrigin.Foreign;
        var positionSide = !state.Account.HedgeMode ? SimPositionSide.Net : side == SimSide.Buy ? SimPositionSide.Long : SimPositionSide.Short;
        if (rule.Kind == FaultKind.ForeignTrade)
        {
            return new SimOrderRequest(symbol, side, SimOrderType.Market, quantity, null, SimTimeInForce.ImmediateOrCancel) { Origin = origin, PositionSide = positionSide };
        }

        var tick = books[symbol].Instrument.Tick;
        var price = rule.Price ?? Math.Round(MarkOf(symbol) * (side == SimSide.Buy ? 0.98m : 1.02m) / tick) * tick;
        return new SimOrderRequest(symbol, side, SimOrderType.Limit, quantity, price) { Origin = origin, PositionSide = positionSide };
    }

    private void ExpireListenKey() => Change(_ =>
    {
        if (state.Account.ListenKey is not { } key) return false;
        state.Account = state.Account with { ListenKey = null };
        told.Add(new VenueEvent.ListenKeyExpired(key.Key));
        return true;
    });

    private List<PositionView> Held(string symbol) => [.. state.Positions.Values.Where(p => p.Symbol == symbol && p.Quantity != 0m).Select(accounting.View)];
}
