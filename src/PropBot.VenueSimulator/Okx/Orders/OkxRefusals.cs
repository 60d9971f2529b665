using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>What OKX says when the engine says no (wire-protocols §2.10).</summary>
public static class OkxRefusals
{
    /// <param name="held">The position on the order's side of the account, base coin, signed.</param>
    public static OkxError Of(SimRefusal why, VenueCore venue, OkxContract contract, decimal held) => why switch
    {
        SimRefusal.UnknownSymbol => OkxError.InstrumentUnknown,
        SimRefusal.DuplicateClientId => OkxError.ClientIdTaken,
        SimRefusal.MarginInsufficient => OkxError.MarginShort,
        SimRefusal.PriceOutOfBand => OutsideBand(venue, contract),
        SimRefusal.TooManyOpenOrders => OkxError.TooManyPending,
        SimRefusal.ReduceOnlyRejected => held == 0m ? OkxError.NothingToReduce : OkxError.SameDirection,
        SimRefusal.WrongPositionSide => OkxError.ParameterWrong("posSide"),
        SimRefusal.NotTrading => NotTrading(contract.Status),
        SimRefusal.OnlyPostOnly => OkxError.PostOnlyState,
        SimRefusal.OnlyReducing => OkxError.CoolOff,
        SimRefusal.TooManyAmends => OkxError.AmendType,
        SimRefusal.OrderDone or SimRefusal.UnknownOrder => OkxError.AmendTooLate,
        _ => OkxError.Unavailable,
    };

    private static OkxError NotTrading(SimInstrumentStatus status) => status switch
    {
        SimInstrumentStatus.Pending => OkxError.InstrumentNotListed,
        SimInstrumentStatus.Settling => OkxError.InstrumentSettling,
        SimInstrumentStatus.Closed => OkxError.InstrumentExpired,
        _ => OkxError.InstrumentSuspended,
    };

    private static OkxError OutsideBand(VenueCore venue, OkxContract contract)
    {
        var (highest, lowest) = venue.PriceLimits(contract.Symbol);
        return OkxError.OutsidePriceLimit(highest, lowest);
    }
}
