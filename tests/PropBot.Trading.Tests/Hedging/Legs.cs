using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Hedging;

/// <summary>Builds the facts of two legs, long on Binance and short on OKX, at a price of 1,000.</summary>
internal static class Legs
{
    public static LegFacts Long(
        decimal entered, decimal exited = 0m, bool working = false, bool unknown = false, int submissions = 1, decimal lot = 0.001m, decimal minimum = 0.005m) =>
        new(Venue.Binance, Side.Buy, new Quantity(entered), new Quantity(exited), working || unknown, unknown, submissions, new Quantity(lot), new Quantity(minimum));

    public static LegFacts Short(
        decimal entered, decimal exited = 0m, bool working = false, bool unknown = false, int submissions = 0, decimal lot = 0.001m, decimal minimum = 0.005m) =>
        new(Venue.Okx, Side.Sell, new Quantity(entered), new Quantity(exited), working || unknown, unknown, submissions, new Quantity(lot), new Quantity(minimum));

    public static PairOfLegs Pair(LegFacts longLeg, LegFacts shortLeg) => new(longLeg, shortLeg, new Price(1_000m));
}
