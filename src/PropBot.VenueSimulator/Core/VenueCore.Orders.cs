namespace PropBot.VenueSimulator.Core;

/// <summary>What the account's owner does: orders, switches and settings.</summary>
public sealed partial class VenueCore
{
    public SimOutcome Place(SimOrderRequest request) => Change(now => matching.Place(request, now));

    /// <param name="orderId">Wins over the client id when both are given.</param>
    public SimOutcome Cancel(string symbol, long? orderId, string? clientId) =>
        Change(now => matching.Cancel(Lookup(symbol, orderId, clientId), SimEndReason.User, now));

    public SimOutcome Amend(string symbol, long? orderId, string? clientId, decimal? quantity, decimal? price) =>
        Amend(symbol, orderId, clientId, new SimAmendment(quantity, price));

    public SimOutcome Amend(string symbol, long? orderId, string? clientId, SimAmendment amendment) =>
        Change(now => amending.Amend(Lookup(symbol, orderId, clientId), amendment, now));

    /// <summary>Cancels the open orders of a symbol and tag (null = all) and returns them.</summary>
    public IReadOnlyList<SimOrder> CancelAll(string? symbol = null, string? tag = null, SimEndReason reason = SimEndReason.User) =>
        Change(now => EndAll(symbol, tag, reason, now));

    /// <summary>(Re-)arms the switch of that symbol and tag; null or zero disarms. Returns when it will fire, venue time. It outlives a restart.</summary>
    public DateTimeOffset? ArmDeadMan(string? symbol, string? tag, TimeSpan? after) => Change<DateTimeOffset?>(now =>
    {
        DateTimeOffset? due = after is { Ticks: > 0 } wait ? now + wait : null;
        if (due is not null || state.DeadMen.ContainsKey((symbol, tag))) state.Put(new SimDeadMan(symbol, tag, due));
        return due;
    });

    /// <summary>The switches that are armed.</summary>
    public IReadOnlyList<SimDeadMan> DeadMen() => Read(() => state.DeadMen.Values.ToList());

    public void Deposit(decimal amount) => Change(now =>
    {
        accounting.Book(SimEntryKind.Deposit, null, amount, 0, now);
        told.Add(new VenueEvent.AccountChanged(AccountCause.Deposit, null, state.Account.Wallet, accounting.View().CrossWallet, amount, null));
        return true;
    });

    /// <summary>Null when done. <see cref="SimRefusal.OutOfRange"/> beyond the profile's maximum; isolated leverage is not lowered under a position.</summary>
    public SimRefusal? SetLeverage(string symbol, int leverage) => Change<SimRefusal?>(_ =>
    {
        if (leverage < 1 || leverage > Profile.MaxLeverage) return SimRefusal.OutOfRange;
        var setting = accounting.Setting(symbol);
        if (setting.Isolated && leverage < setting.Leverage && Holds(symbol)) return SimRefusal.PositionInTheWay;
        return Keep(setting with { Leverage = leverage });
    });

    public SimRefusal? SetMarginMode(string symbol, bool isolated) => Change<SimRefusal?>(_ =>
    {
        var setting = accounting.Setting(symbol);
        if (setting.Isolated == isolated) return SimRefusal.NothingToChange;
        if (state.Open.Values.Any(o => o.Symbol == symbol)) return SimRefusal.OpenOrdersInTheWay;
        return Holds(symbol) ? SimRefusal.PositionInTheWay : Keep(setting with { Isolated = isolated });
    });

    /// <summary>Adds to the margin of an isolated position, or takes from it what the position does not need.</summary>
    /// <param name="amount">USDT; negative takes.</param>
    /// <returns>Null when done; <see cref="SimRefusal.OutOfRange"/> without an isolated position.</returns>
    public SimRefusal? MoveMargin(string symbol, SimPositionSide side, decimal amount) => Change<SimRefusal?>(now =>
    {
        var view = accounting.View(state.Position(symbol, side));
        if (!view.Setting.Isolated || view.Position.Quantity == 0m) return SimRefusal.OutOfRange;
        var free = view.Position.IsolatedMargin + Math.Min(0m, view.Unrealised) - (Math.Abs(view.Position.EntryValue) / view.Setting.Leverage);
        if (amount > accounting.View().Available || -amount > Math.Max(0m, free)) return SimRefusal.MarginInsufficient;
        var after = view.Position with { IsolatedMargin = view.Position.IsolatedMargin + amount, UpdatedAt = now };
        state.Put(after);
        told.Add(new VenueEvent.AccountChanged(AccountCause.MarginTransfer, symbol, state.Account.Wallet, accounting.View().CrossWallet, 0m, after));
        return null;
    });

    /// <summary>Position mode: true = two-sided. An order must then name its side, and long and short of a symbol stand beside each other.</summary>
    public SimRefusal? SetHedgeMode(bool on) => Change<SimRefusal?>(_ =>
    {
        if (state.Account.HedgeMode == on) return SimRefusal.NothingToChange;
        if (state.Open.Count > 0) return SimRefusal.OpenOrdersInTheWay;
        if (state.Positions.Values.Any(p => p.Quantity != 0m)) return SimRefusal.PositionInTheWay;
        state.Account = state.Account with { HedgeMode = on };
        return null;
    });

    /// <summary>The self-trade mode of orders that name none (OKX <c>acctStpMode</c>).</summary>
    public void SetSelfTrade(SimSelfTrade mode) => Change(_ => state.Account = state.Account with { SelfTrade = mode });

    /// <summary>Keeps the key of the user stream, so that it outlives a restart; null ends it.</summary>
    public void Keep(SimListenKey? key) => Change(_ => state.Account = state.Account with { ListenKey = key });

    private SimRefusal? Keep(SymbolSetting setting)
    {
        state.Put(setting);
        told.Add(new VenueEvent.SettingChanged(setting));
        return null;
    }

    private void FireDeadMen(DateTimeOffset now)
    {
        foreach (var man in state.DeadMen.Values.Where(m => m.Due <= now).ToList())
        {
            state.Put(man with { Due = null });
            EndAll(man.Symbol, man.Tag, SimEndReason.DeadMan, now);
        }
    }

    private List<SimOrder> EndAll(string? symbol, string? tag, SimEndReason reason, DateTimeOffset now) =>
        [.. state.Open.Values.Where(o => (symbol is null || o.Symbol == symbol) && (tag is null || o.Tag == tag)).ToList()
            .Select(o => matching.End(o, reason, SimOrderState.Canceled, now))];

    private bool Holds(string symbol) => state.Positions.Values.Any(p => p.Symbol == symbol && p.Quantity != 0m);
}
