using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>One attempt of a leg that reached the point of leaving (contract 7.11); what our own guards refused is none.</summary>
/// <param name="Success">The leg got all that was planned.</param>
/// <param name="Slippage">Beyond the planned price, positive is worse; null while nothing filled.</param>
/// <param name="FailureReason">Null when it succeeded.</param>
public sealed record ExecutionStat(
    DateTimeOffset At, string Symbol, Venue Venue, Side Side, Price Planned, Price? Filled, Quantity Size, bool Success, bool Simulated, Bps? Slippage, string? FailureReason)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Positive is worse than planned: bought dearer or sold cheaper.</summary>
    public static Bps SlippageOf(Side side, Price planned, Price filled) => Bps.Between(planned, filled) * side.Sign();

    /// <summary>The shape of <c>execution_stats.json</c> (contract section 4).</summary>
    public string ToJson() => JsonSerializer.Serialize(new Shape(
        At, Symbol, Venue.Word(), Side == Side.Buy ? "long" : "short", Planned.Value, Filled?.Value, Size.Value, Success, Simulated,
        Slippage is { } bps ? decimal.Round(bps.Value, 4) : null, FailureReason), Names);

    /// <summary>Null when the text has not that shape.</summary>
    public static ExecutionStat? FromJson(string json)
    {
        var shape = JsonSerializer.Deserialize<Shape>(json, Names);
        return shape is null || !Venues.TryParse(shape.Venue, out var venue) ? null : new ExecutionStat(
            shape.Timestamp, shape.Symbol, venue, shape.Side == "long" ? Side.Buy : Side.Sell, new Price(shape.PlannedPx), shape.RealFillPx is { } px ? new Price(px) : null,
            new Quantity(shape.Size), shape.Success, shape.DryRun, shape.SlippageBps is { } bps ? new Bps(bps) : null, shape.FailureReason);
    }

    private sealed record Shape(
        DateTimeOffset Timestamp, string Symbol, string Venue, string Side, decimal PlannedPx, decimal? RealFillPx, decimal Size, bool Success, bool DryRun,
        decimal? SlippageBps, string? FailureReason);
}
