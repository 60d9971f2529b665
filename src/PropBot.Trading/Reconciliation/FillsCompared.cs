using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Reconciliation;

/// <summary>Trades by (venue, symbol, trade id, side): what the venue proves and the ledger lacks, and what only the ledger has.</summary>
internal static class FillsCompared
{
    public static IEnumerable<Mismatch> With(ReconcileFacts facts, VenueWord word, Waiting waiting) =>
        Unbooked(facts, word).DistinctBy(FillKey.Of).Select(fill => Missing(facts.Belief, fill))
            // Of an order in flight the stream is about to tell: booked all the same, no mismatch yet.
            .Where(issue => issue.IsForeign || !waiting.For(word.Venue, issue.Symbol))
            .Concat(Unknown(facts, word, waiting));

    /// <summary>Trades the venue tells and the ledger has never heard of. Proof is proof, also of an order in flight.</summary>
    public static IEnumerable<Fill> Unbooked(ReconcileFacts facts, VenueWord word)
    {
        var booked = facts.Belief.Fills.Select(fill => fill.Key).ToHashSet();
        return word.Fills.Where(told => told.Trades is not null).SelectMany(told => told.Trades!)
            .Where(fill => fill.Venue == word.Venue && !booked.Contains(FillKey.Of(fill)) && !facts.Belief.ForeignFills.Contains(FillKey.Of(fill)));
    }

    private static Mismatch Missing(LedgerBelief belief, Fill fill)
    {
        var ours = OrdersCompared.IsOurs(belief, fill.Venue, fill.OrderId, fill.VenueOrderId);
        var what = $"{fill.Venue.Word()} {fill.Symbol}: trade {fill.TradeId} ({fill.Side.Word()} {Decimals.Plain(fill.Quantity.Value)} at {fill.Price})";
        return new Mismatch(
            MismatchKind.FillMissingInLedger, fill.Venue, fill.Symbol, SideWord(fill.Side), fill.TradeId, 0m, fill.Quantity.Value,
            ours ? $"{what} of our order {fill.OrderId} is not in the ledger; it is booked now" : $"{what} is not ours: somebody else traded on this account")
        {
            IsForeign = !ours,
            IsCatchUp = ours,
        };
    }

    // Only a trade inside the window of a complete answer, and older than the question, can be missed there.
    private static IEnumerable<Mismatch> Unknown(ReconcileFacts facts, VenueWord word, Waiting waiting)
    {
        foreach (var told in word.Fills)
        {
            if (told.Trades is not { } trades || waiting.For(word.Venue, told.Symbol)) continue;
            var proven = trades.Select(FillKey.Of).ToHashSet();
            foreach (var fill in facts.Belief.Fills)
            {
                if (fill.Key.Venue != word.Venue || fill.Key.Symbol != told.Symbol || proven.Contains(fill.Key)) continue;
                if (fill.At < told.Since || fill.At > word.AskedAt - facts.Options.Settle) continue;
                yield return new Mismatch(
                    MismatchKind.FillUnknownToExchange, word.Venue, told.Symbol, SideWord(fill.Key.Side), fill.Key.TradeId, fill.Quantity, 0m,
                    $"{word.Venue.Word()} {told.Symbol}: the ledger holds trade {fill.Key.TradeId} ({Decimals.Plain(fill.Quantity)}) of order {fill.OrderId}, the venue does not know it");
            }
        }
    }

    private static string SideWord(Side side) => side == Side.Buy ? "long" : "short";
}
