using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>One entry of <c>pnl_history.json</c> in the predecessor's shape (contract section 4), with <c>mark_stale</c>; real book above, simulated apart.</summary>
public sealed record PnlSnapshot
{
    /// <summary>The mirror shows this many: a day at one in five minutes.</summary>
    public const int Shown = 288;

    private static readonly JsonSerializerOptions Shape = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Why it was drawn: <c>periodic</c>, every five minutes.</summary>
    public required string Reason { get; init; }
    public required decimal UnrealizedPnlTotal { get; init; }
    public required PnlTotalsPart PnlTotals { get; init; }
    public required IReadOnlyDictionary<string, decimal> TotalExposureUsd { get; init; }
    public required decimal TotalExposureUsdTotal { get; init; }
    public required int OpenPositions { get; init; }
    public required int PartialPositions { get; init; }
    public required int OpenPositionsTotal { get; init; }
    public required bool MarkStale { get; init; }
    public required SimulatedPart Simulated { get; init; }

    /// <param name="realisedOfClosed">USDT realised by real hedges that are over and are not in <paramref name="hedges"/> as open ones.</param>
    public static PnlSnapshot Draw(DateTimeOffset at, string reason, IReadOnlyCollection<HedgeRecord> hedges, Marks marks, decimal realisedOfClosed)
    {
        var open = hedges.Where(h => !(h.Long.Open.IsZero && h.Short.Open.IsZero)).ToList();
        var pnl = open.ConvertAll(h => ProfitAndLoss.Of(h, marks));
        var (real, simulated) = (ProfitAndLoss.Sum(pnl, simulated: false), ProfitAndLoss.Sum(pnl, simulated: true));
        var (held, pretended) = (Exposure.Of(open, marks, simulated: false), Exposure.Of(open, marks, simulated: true));
        var realised = realisedOfClosed + real.Realised.Amount;
        return new PnlSnapshot
        {
            Timestamp = at,
            Reason = reason,
            UnrealizedPnlTotal = Round(real.Unrealised.Amount),
            PnlTotals = new PnlTotalsPart(Round(realised), Round(real.Unrealised.Amount), Round(realised + real.Unrealised.Amount)),
            TotalExposureUsd = PerVenue(held),
            TotalExposureUsdTotal = Round(held.Gross.Amount),
            OpenPositions = held.Open,
            PartialPositions = held.Partial,
            OpenPositionsTotal = held.Positions,
            MarkStale = real.MarkStale || simulated.MarkStale,
            Simulated = new SimulatedPart(PerVenue(pretended), Round(pretended.Gross.Amount), pretended.Positions, Round(simulated.Unrealised.Amount)),
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, Shape);

    public static PnlSnapshot? FromJson(string json) => JsonSerializer.Deserialize<PnlSnapshot>(json, Shape);

    private static SortedDictionary<string, decimal> PerVenue(Exposure exposure) =>
        new(exposure.Venues.ToDictionary(v => v.Venue.Word(), v => Round(v.Gross.Amount)), StringComparer.Ordinal);

    // Eight digits are a venue's own; more would only be the division's.
    private static decimal Round(decimal usdt) => Decimals.Parse(Decimals.Plain(decimal.Round(usdt, 8)));

    public sealed record PnlTotalsPart(decimal Realized, decimal Unrealized, decimal Total);

    public sealed record SimulatedPart(IReadOnlyDictionary<string, decimal> PerVenue, decimal Total, int Positions, decimal UnrealizedPnl);
}
