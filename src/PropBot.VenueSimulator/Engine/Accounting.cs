using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>Books fills, fees and funding exactly: every amount is rounded once, to 8 decimals, when it is booked, and the wallet is the sum of what was booked.</summary>
internal sealed class Accounting(VenueProfile profile, VenueState state, Func<string, decimal> markOf)
{
    private const int Decimals = 8;

    public SymbolSetting Setting(string symbol) =>
        state.Settings.TryGetValue(symbol, out var setting) ? setting : new SymbolSetting(symbol, profile.DefaultLeverage, Isolated: false);

    public void Book(SimEntryKind kind, string? symbol, decimal amount, long tradeId, DateTimeOffset now, (decimal Mark, decimal Rate, decimal Quantity) from = default)
    {
        var account = state.Account;
        var after = account with { Wallet = account.Wallet + amount, NextEntryId = account.NextEntryId + 1 };
        state.Account = kind switch
        {
            SimEntryKind.Deposit => after with { Deposits = after.Deposits + amount },
            SimEntryKind.Realised => after with { Realised = after.Realised + amount },
            SimEntryKind.Fee => after with { Fees = after.Fees - amount },
            SimEntryKind.Funding => after with { Funding = after.Funding + amount },
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        state.Add(new LedgerEntry(account.NextEntryId, kind, symbol, amount, after.Wallet, tradeId, now) { Mark = from.Mark, Rate = from.Rate, Quantity = from.Quantity });
    }

    /// <summary>Books one fill of an order on the position and the wallet.</summary>
    /// <param name="fee">Positive = paid; null = by the profile's rates.</param>
    /// <param name="trade">The number of the trade when the other side has it already; null = a new one.</param>
    public SimFill Fill(SimOrder order, decimal price, decimal quantity, bool maker, DateTimeOffset now, decimal? fee = null, long? trade = null)
    {
        var paid = fee ?? Math.Round(price * quantity * (maker ? profile.MakerRate : profile.TakerRate), Decimals);
        var tradeId = trade ?? state.TakeTradeId();
        var before = state.Position(order.Symbol, order.PositionSide);
        var signed = order.Side == SimSide.Buy ? quantity : -quantity;
        var (after, realised) = Moved(before, signed, price, now);
        state.Put(after with { Fees = after.Fees + paid, LastTradeId = tradeId });
        if (realised != 0m) Book(SimEntryKind.Realised, order.Symbol, realised, tradeId, now);
        if (paid != 0m) Book(SimEntryKind.Fee, order.Symbol, -paid, tradeId, now);
        var fill = new SimFill(tradeId, order.Id, order.Symbol, order.ClientId, order.Side, price, quantity, paid, realised, maker, now)
        {
            PositionSide = order.PositionSide,
            Origin = order.Origin,
        };
        state.Add(fill);
        return fill;
    }

    /// <summary>Funding of one symbol: longs pay a positive rate. Returns the amount booked.</summary>
    public decimal Fund(SimPosition position, decimal mark, decimal rate, DateTimeOffset at)
    {
        var amount = Math.Round(-position.Quantity * mark * rate, Decimals);
        Book(SimEntryKind.Funding, position.Symbol, amount, 0, at, (mark, rate, position.Quantity));
        state.Put(position with { Funding = position.Funding + amount, UpdatedAt = at });
        return amount;
    }

    public AccountView View()
    {
        var held = state.Positions.Values.Where(p => p.Quantity != 0m).Select(View).ToList();
        var isolated = held.Where(p => p.Setting.Isolated).Sum(p => p.Position.IsolatedMargin);
        var cross = held.Where(p => !p.Setting.Isolated).ToList();
        var crossUnrealised = cross.Sum(p => p.Unrealised);
        var orders = state.Open.Values.Sum(MarginOf);
        var crossWallet = state.Account.Wallet - isolated;
        return new AccountView(
            state.Account.Wallet, crossWallet, held.Sum(p => p.Unrealised), crossUnrealised, held.Sum(p => p.InitialMargin), orders,
            held.Sum(p => p.MaintenanceMargin), Math.Max(0m, crossWallet + crossUnrealised - cross.Sum(p => p.InitialMargin) - orders));
    }

    public PositionView View(SimPosition position)
    {
        var mark = markOf(position.Symbol);
        var setting = Setting(position.Symbol);
        var notional = Math.Abs(position.Quantity * mark);
        var initial = setting.Isolated ? position.IsolatedMargin : Math.Round(notional / setting.Leverage, Decimals);
        return new PositionView(
            position, setting, mark, position.Unrealised(mark), initial, Math.Round(notional * profile.MaintenanceRate, Decimals), LiquidationPrice(position, setting));
    }

    /// <summary>What an order of this side could close of the position, base coin.</summary>
    public decimal Reducible(string symbol, SimSide side, SimPositionSide position)
    {
        var held = state.Position(symbol, position).Quantity;
        return side == SimSide.Buy ? Math.Max(0m, -held) : Math.Max(0m, held);
    }

    /// <summary>Margin that the opening part of an order needs, USDT, with its taker fee.</summary>
    public decimal Needed(string symbol, SimSide side, SimPositionSide position, decimal quantity, decimal price)
    {
        var opening = Math.Max(0m, quantity - Reducible(symbol, side, position));
        return (opening * price / Setting(symbol).Leverage) + (opening * price * profile.TakerRate);
    }

    /// <summary>What a resting order holds back.</summary>
    public decimal MarginOf(SimOrder order) =>
        order.Reduces || order.Price is not { } price
            ? 0m
            : Math.Round(Needed(order.Symbol, order.Side, order.PositionSide, order.Remaining, price), Decimals);

    private decimal LiquidationPrice(SimPosition position, SymbolSetting setting)
    {
        if (position.Quantity == 0m) return 0m;
        var backing = setting.Isolated ? position.IsolatedMargin : state.Account.Wallet - state.Positions.Values.Sum(p => p.IsolatedMargin);
        var size = Math.Abs(position.Quantity);
        var sign = Math.Sign(position.Quantity);
        // backing + quantity × price − entry value = size × price × rate, solved for price.
        var price = (position.EntryValue - backing) / (position.Quantity - (size * profile.MaintenanceRate));
        return sign > 0 || price > 0m ? Math.Max(0m, Math.Round(price, 4)) : 0m;
    }

    private (SimPosition After, decimal Realised) Moved(SimPosition before, decimal signed, decimal price, DateTimeOffset now)
    {
        var closing = Math.Sign(before.Quantity) == -Math.Sign(signed) ? Math.Min(Math.Abs(signed), Math.Abs(before.Quantity)) : 0m;
        var closed = Math.Sign(signed) * closing;
        var (rest, realised) = closing == 0m ? (before, 0m) : Closed(before, closed, closing, price);
        var opened = signed - closed;
        if (opened != 0m) rest = Opened(rest, opened, price, now);
        return (rest with { Realised = rest.Realised + realised, UpdatedAt = now }, realised);
    }

    private static (SimPosition Left, decimal Realised) Closed(SimPosition before, decimal closed, decimal closing, decimal price)
    {
        var share = closing / Math.Abs(before.Quantity);
        var whole = closing == Math.Abs(before.Quantity);
        // The last part takes whatever cost basis is left, so that the parts add up to the whole exactly.
        var released = whole ? before.EntryValue : Math.Round(before.EntryValue * share, Decimals);
        var margin = whole ? before.IsolatedMargin : Math.Round(before.IsolatedMargin * share, Decimals);
        var rest = before with
        {
            Quantity = before.Quantity + closed,
            EntryValue = before.EntryValue - released,
            IsolatedMargin = before.IsolatedMargin - margin,
        };
        return (rest, -(closed * price) - released);
    }

    private SimPosition Opened(SimPosition before, decimal signed, decimal price, DateTimeOffset now)
    {
        var start = before;
        if (before.Quantity == 0m)
        {
            var id = state.Account.NextPositionId;
            state.Account = state.Account with { NextPositionId = id + 1 };
            start = SimPosition.Flat(before.Symbol, before.Side) with { OpenedAt = now, PositionId = id };
        }

        var setting = Setting(before.Symbol);
        var margin = setting.Isolated ? Math.Round(Math.Abs(signed) * price / setting.Leverage, Decimals) : 0m;
        return start with
        {
            Quantity = start.Quantity + signed,
            EntryValue = start.EntryValue + (signed * price),
            IsolatedMargin = start.IsolatedMargin + margin,
        };
    }
}
