using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Reconciliation;

/// <summary>The wallet against fills, fees and funding. Told, alerted, never a desync of positions: a deposit looks the same.</summary>
public static class CashCompared
{
    internal static IEnumerable<Mismatch> With(ReconcileFacts facts, VenueWord word, Waiting waiting)
    {
        // One order in flight anywhere on the venue moves the one wallet.
        if (waiting.On(word.Venue)) yield break;
        foreach (var belief in facts.Belief.Cash)
        {
            if (belief.Venue != word.Venue || Cash(word, belief.Currency) is not { } actual) continue;
            var difference = actual - belief.Expected;
            if (Math.Abs(difference) <= Math.Max(facts.Options.CashTolerance, Math.Abs(belief.Expected) * facts.Options.CashFraction)) continue;
            yield return new Mismatch(
                MismatchKind.BalanceMismatch, word.Venue, belief.Currency, "", "", belief.Expected, actual,
                $"{word.Venue.Word()}: {Decimals.Plain(Math.Abs(difference))} {belief.Currency} {(difference > 0m ? "more" : "less")} than fills, fees and funding explain: a transfer, or something the ledger has not heard of")
            {
                IsDesync = false,
            };
        }
    }

    /// <summary>Wallet less Σ signed position × entry price; null when the venue did not say.</summary>
    public static decimal? Cash(VenueWord word, string currency)
    {
        if (word.Positions is not { } positions || word.Balances?.FirstOrDefault(b => b.Currency == currency) is not { } balance) return null;
        return balance.Wallet - positions.Sum(p => p.SignedQuantity * p.EntryPrice.Value);
    }
}
