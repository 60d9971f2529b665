using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.MarketData;

internal enum ChainStep
{
    Apply = 0,

    /// <summary>Already contained, or carries nothing.</summary>
    Skip = 1,

    /// <summary>The venue restarted its numbering; the chain itself is whole (OKX maintenance).</summary>
    Restart = 2,

    /// <summary>Something between us and this message is missing.</summary>
    Gap = 3,
}

/// <summary>
/// Whether a difference continues a book whose last id is known. Binance: local book rule (U ≤ last ≤ u for the first after a snapshot,
/// then pu = last u). OKX: prevSeqId = last seqId, with heartbeats (equal ids, no levels) and resets (seqId smaller than prevSeqId).
/// </summary>
internal static class DepthChain
{
    /// <param name="bridged">False until the first difference after a snapshot was applied.</param>
    public static ChainStep Judge(DepthUpdate difference, long last, bool bridged) => difference.Venue == Venue.Binance
        ? Binance(difference.FirstId, difference.LastId, difference.PreviousId, last, bridged)
        : Okx(difference, last, bridged);

    private static ChainStep Binance(long first, long final, long previous, long last, bool bridged)
    {
        if (previous == last) return ChainStep.Apply;

        // The spot form carries no pu: there the first id itself must follow on.
        if (previous < 0) return final <= last ? ChainStep.Skip : first <= last + 1 ? ChainStep.Apply : ChainStep.Gap;
        if (!bridged) return final < last ? ChainStep.Skip : first <= last ? ChainStep.Apply : ChainStep.Gap;

        // An overlapping second connection repeats what we hold.
        return final <= last ? ChainStep.Skip : ChainStep.Gap;
    }

    private static ChainStep Okx(DepthUpdate difference, long last, bool bridged)
    {
        long previous = difference.PreviousId, id = difference.LastId;
        if (previous == last)
        {
            if (id < previous) return ChainStep.Restart;
            return id == previous && difference.BidCount == 0 && difference.AskCount == 0 ? ChainStep.Skip : ChainStep.Apply;
        }

        // A reset that does not continue from us hides a gap: ids after it are small and would look like old ones for ever.
        if (bridged || id < previous) return ChainStep.Gap;
        return id <= last ? ChainStep.Skip : previous <= last ? ChainStep.Apply : ChainStep.Gap;
    }
}
