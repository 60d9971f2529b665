using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>
/// Where a hedge's money came from, in USDT, gains positive. The parts are its total to the last digit: every price is split into
/// planned + (arrival − planned) + (paid − arrival).
/// </summary>
/// <param name="BasisEntry">What opening would have brought at the planned prices.</param>
/// <param name="BasisExit">What closing would have brought at the planned prices; what is open counts at its mark.</param>
/// <param name="Slippage">Paid against what the book offered when the order left.</param>
/// <param name="Legging">The price's move between the decision and the order, mostly while the other leg filled.</param>
/// <param name="Fees">As a cost: negative.</param>
public sealed record Attribution(string HedgeId, bool Simulated, Money BasisEntry, Money BasisExit, Money Fees, Money Funding, Money Slippage, Money Legging)
{
    public Money Basis => BasisEntry + BasisExit;
    public Money Total => Basis + Fees + Funding + Slippage + Legging;

    public static Attribution Of(HedgeFills book, Marks marks)
    {
        decimal entry = 0m, exit = OpenAtMark(book.Hedge, marks), fees = 0m, slippage = 0m, legging = 0m;
        foreach (var fill in book.Fills)
        {
            var weight = -fill.Sign * fill.Quantity.Value;
            if (fill.IsExit) exit += weight * fill.Planned.Value;
            else entry += weight * fill.Planned.Value;
            legging += weight * (fill.Arrival.Value - fill.Planned.Value);
            slippage += weight * (fill.Price.Value - fill.Arrival.Value);
            fees -= fill.Fee.Amount;
        }

        return new Attribution(
            book.Hedge.Id, book.Hedge.Simulated, Money.OfUsdt(entry), Money.OfUsdt(exit), Money.OfUsdt(fees), Money.OfUsdt(book.Funding.Sum(f => f.Amount.Amount)),
            Money.OfUsdt(slippage), Money.OfUsdt(legging));
    }

    private static decimal OpenAtMark(HedgeRecord hedge, Marks marks) => hedge.Legs.Sum(leg =>
        leg.Side.Sign() * leg.Open.Value * ((marks.Of(leg.Venue, hedge.Symbol) ?? leg.EntryPrice)?.Value ?? 0m));
}
