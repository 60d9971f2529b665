using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>The venue closes a position itself: liquidation when the margin is used up, deleveraging against another's liquidation (wire-protocols §1.6, §2.9).</summary>
internal sealed class Takeovers(VenueProfile profile, VenueState state, Accounting accounting, Matching matching)
{
    /// <summary>Takes a position over at the mark; what margin is left is the fee. Orders of the symbol (isolated) or of the account (cross) end first.</summary>
    public void Liquidate(PositionView position, decimal feeLeft, DateTimeOffset now)
    {
        var own = position.Setting.Isolated ? position.Position.Symbol : null;
        foreach (var order in state.Open.Values.Where(o => own is null || o.Symbol == own).ToList()) matching.End(order, SimEndReason.Liquidation, SimOrderState.Expired, now);
        Close(position, Math.Abs(position.Position.Quantity), SimOrderOrigin.Liquidation, feeLeft, now);
    }

    /// <summary>Takes part of a position at the mark, without a fee.</summary>
    /// <param name="quantity">Base coin, at most what is held.</param>
    public void Deleverage(PositionView position, decimal quantity, DateTimeOffset now) => Close(position, quantity, SimOrderOrigin.Adl, 0m, now);

    private void Close(PositionView position, decimal quantity, SimOrderOrigin origin, decimal fee, DateTimeOffset now)
    {
        var held = position.Position;
        var side = held.Quantity > 0m ? SimSide.Sell : SimSide.Buy;
        var request = new SimOrderRequest(held.Symbol, side, SimOrderType.Market, quantity, null, SimTimeInForce.ImmediateOrCancel, held.Side == SimPositionSide.Net, Name(origin))
        {
            PositionSide = held.Side,
            Origin = origin,
        };
        var (reason, cause) = origin == SimOrderOrigin.Adl
            ? (SimEndReason.AutoDeleverage, AccountCause.Adl)
            : (SimEndReason.Liquidation, AccountCause.Liquidation);
        var order = matching.Accept(request, SimSelfTrade.None, cap: null, now) with { EndReason = reason };
        matching.Record(order, accounting.Fill(order, position.Mark, quantity, maker: false, now, fee), now, cause);
    }

    private string Name(SimOrderOrigin origin)
    {
        if (!profile.NamesSystemOrders) return "";
        return origin == SimOrderOrigin.Adl ? "adl_autoclose" : $"autoclose-{state.Account.NextOrderId}";
    }
}
