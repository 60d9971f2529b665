using PropBot.Trading.Amounts;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Strategies;

public abstract record FundingCaptureMove
{
    private FundingCaptureMove()
    {
    }

    /// <param name="Received">What the funding is worth within the hold, counted as R23 counts: paid in full, received at half.</param>
    public sealed record Open(Bps Received, Bps Net) : FundingCaptureMove;

    public sealed record Skip(string Reason) : FundingCaptureMove;
}

/// <summary>
/// Opens for the difference between the venues' funding: short where it is paid to shorts, long where longs pay less. The edge is R23's,
/// with the funding of the strategy's own, longer hold in it; so basis, fees and drift must be earned too. Pure.
/// </summary>
public static class FundingCapture
{
    /// <param name="edge">Parts measured over <see cref="StrategyOptions.FundingHold"/>; its funding is a cost, negative when received.</param>
    /// <param name="settlements">How many fall within the hold on both venues together, each at its own interval.</param>
    public static FundingCaptureMove Decide(EdgeParts edge, int settlements, StrategyOptions options, Bps minSpread)
    {
        if (settlements == 0) return new FundingCaptureMove.Skip("no_settlement_within_hold");
        var received = -edge.Funding;
        if (received < options.FundingLeast) return new FundingCaptureMove.Skip("funding_too_small");
        return edge.Net < minSpread ? new FundingCaptureMove.Skip("edge_below_minimum") : new FundingCaptureMove.Open(received, edge.Net);
    }
}
