using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Reconciliation;

/// <summary>Positions over the union of both sides, signed, in base coin; stalled legs; the coin as a whole.</summary>
internal static class PositionsCompared
{
    public static IEnumerable<Mismatch> With(ReconcileFacts facts, VenueWord word, Waiting waiting)
    {
        if (word.Positions is not { } told) yield break;
        var ours = Believed(facts, word.Venue);
        var theirs = told.GroupBy(p => p.Symbol, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(p => p.SignedQuantity), StringComparer.Ordinal);
        foreach (var symbol in ours.Keys.Union(theirs.Keys, StringComparer.Ordinal))
        {
            if (waiting.For(word.Venue, symbol)) continue;
            if (Compare(facts, word.Venue, symbol, ours.GetValueOrDefault(symbol), theirs.GetValueOrDefault(symbol)) is { } mismatch) yield return mismatch;
        }
    }

    public static IEnumerable<Mismatch> Stalled(ReconcileFacts facts) => facts.Belief.Legs.Where(leg => leg.Stalled && leg.Open < leg.Wanted).Select(leg => new Mismatch(
        MismatchKind.PartialLegStalled, leg.Venue, leg.Symbol, SideWord(leg.Side.Sign()), leg.HedgeId, leg.Wanted, leg.Open,
        $"{leg.Venue.Word()} {leg.Symbol}: hedge {leg.HedgeId} is partial: this leg holds {Plain(leg.Open)}, the other {Plain(leg.Wanted)}")
    {
        IsDesync = false,
    });

    /// <summary>Σ of a coin over both venues against what the ledger says it should be. Only when both have answered and nothing is in flight.</summary>
    public static IEnumerable<Mismatch> Naked(ReconcileFacts facts, Waiting waiting)
    {
        if (Instruments.Venues.All.Any(venue => !facts.Venues.Any(word => word.Venue == venue && word.Positions is not null))) yield break;
        var actual = facts.Venues.SelectMany(word => word.Positions!).Select(p => (p.Symbol, p.SignedQuantity));
        var believed = facts.Belief.Legs.Select(leg => (leg.Symbol, SignedQuantity: leg.Signed));
        foreach (var coin in actual.Concat(believed).Select(p => p.Symbol).Distinct(StringComparer.Ordinal).GroupBy(Coins.Of, StringComparer.Ordinal))
        {
            if (coin.Any(symbol => waiting.All.Any(entry => entry.Symbol == symbol))) continue;
            var net = actual.Where(p => Coins.Of(p.Symbol) == coin.Key).Sum(p => p.SignedQuantity);
            var expected = believed.Where(p => Coins.Of(p.Symbol) == coin.Key).Sum(p => p.SignedQuantity);
            if (!IsWorthTelling(facts, coin, net)) continue;
            yield return new Mismatch(
                MismatchKind.NakedDelta, null, coin.Key, SideWord(net), "", expected, net,
                $"{coin.Key}: both venues together are {SideWord(net)} {Plain(Math.Abs(net))}; the ledger says {Plain(expected)}")
            {
                IsDesync = Math.Abs(net - expected) > facts.Options.QuantityTolerance,
            };
        }
    }

    private static Dictionary<string, decimal> Believed(ReconcileFacts facts, Venue venue) => facts.Belief.Legs.Where(leg => leg.Venue == venue)
        .GroupBy(leg => leg.Symbol, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(leg => leg.Signed), StringComparer.Ordinal);

    private static Mismatch? Compare(ReconcileFacts facts, Venue venue, string symbol, decimal expected, decimal actual)
    {
        var difference = Math.Abs(actual - expected);
        if (difference == 0m) return null;
        var options = facts.Options;
        var tolerance = Math.Max(options.QuantityTolerance, options.RelativeTolerance * Math.Abs(expected));
        var dust = facts.Prices.TryGetValue(symbol, out var price) ? difference * price.Value <= options.DustUsdt : difference <= options.QuantityTolerance;
        var kind = (expected, actual) switch
        {
            (0m, _) => MismatchKind.UnexpectedExchangePosition,
            (_, 0m) => MismatchKind.PositionMissingOnExchange,
            _ => MismatchKind.PositionSizeMismatch,
        };
        return new Mismatch(kind, venue, symbol, SideWord(expected == 0m ? actual : expected), "", expected, actual, Sentence(kind, venue, symbol, expected, actual))
        {
            IsDesync = difference > tolerance || !dust,
            IsForeign = kind == MismatchKind.UnexpectedExchangePosition,
        };
    }

    private static string Sentence(MismatchKind kind, Venue venue, string symbol, decimal expected, decimal actual) => kind switch
    {
        MismatchKind.UnexpectedExchangePosition => $"{venue.Word()} {symbol}: the venue holds {Held(actual)}, the ledger nothing",
        MismatchKind.PositionMissingOnExchange => $"{venue.Word()} {symbol}: the ledger holds {Held(expected)}, the venue nothing",
        _ => $"{venue.Word()} {symbol}: the ledger holds {Held(expected)}, the venue {Held(actual)}",
    };

    private static bool IsWorthTelling(ReconcileFacts facts, IEnumerable<string> symbols, decimal net)
    {
        var prices = symbols.Where(facts.Prices.ContainsKey).Select(symbol => facts.Prices[symbol].Value).ToList();
        return prices.Count > 0 ? Math.Abs(net) * prices.Max() > facts.Options.DustUsdt : Math.Abs(net) > facts.Options.QuantityTolerance;
    }

    private static string Held(decimal signed) => $"{SideWord(signed)} {Plain(Math.Abs(signed))}";

    private static string SideWord(decimal signed) => signed >= 0m ? "long" : "short";

    private static string Plain(decimal value) => Decimals.Plain(value);
}
