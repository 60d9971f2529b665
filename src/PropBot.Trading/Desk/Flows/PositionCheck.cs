using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk.Flows;

/// <summary>Compares the ledger with a venue over the union of both sides, in base coin (P12).</summary>
internal static class PositionCheck
{
    /// <summary>A sentence about every symbol that differs, or null when both agree to the last digit.</summary>
    public static string? Difference(DeskMemory m, Venue venue)
    {
        var expected = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var hedge in m.Hedges.Values.Where(h => !h.Simulated))
        {
            var leg = hedge.Leg(venue);
            expected[hedge.Symbol] = expected.GetValueOrDefault(hedge.Symbol) + leg.Open.Value * leg.Side.Sign();
        }

        var told = m.Status(venue).Positions;
        var differences = expected.Keys.Union(told.Keys, StringComparer.Ordinal)
            .Select(symbol => (symbol, ours: expected.GetValueOrDefault(symbol), theirs: told.GetValueOrDefault(symbol)?.SignedQuantity ?? 0m))
            .Where(d => d.ours != d.theirs)
            .Select(d => $"{venue.Word()} {d.symbol}: ledger {Decimals.Plain(d.ours)}, venue {Decimals.Plain(d.theirs)}")
            .ToList();
        return differences.Count == 0 ? null : string.Join("; ", differences);
    }
}
