using PropBot.Trading.Amounts;

namespace PropBot.Trading.Positions;

/// <summary>The components of an edge (R23), in bps of the mid of both venues; kept with the hedge.</summary>
public sealed record EdgeParts(Bps Entry, Bps Close, Bps Fees, Bps Drift, Bps Funding)
{
    public Bps Net => Entry - Close - Fees - Drift - Funding;
}
