using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Web.Access;

namespace PropBot.Web.Actions;

/// <summary>The body of <c>PATCH /api/ui/control</c> (R41), read and range-checked. Null = not given.</summary>
public sealed record ControlBody
{
    public static readonly string[] Known =
        ["mode", "safe_mode", "dry_run_only", "two_man_rule", "auto_loop", "min_spread_bps", "max_slippage_bps", "order_notional_usdt", "poll_interval_sec", "loop_pair", "loop_venues"];

    /// <summary><c>HOLD</c> or <c>RUN</c>.</summary>
    public string? Mode { get; init; }
    public bool? SafeMode { get; init; }
    public bool? DryRunOnly { get; init; }
    public bool? TwoManRule { get; init; }
    public bool? AutoLoop { get; init; }
    public decimal? MinSpreadBps { get; init; }
    public decimal? MaxSlippageBps { get; init; }
    public decimal? OrderNotionalUsdt { get; init; }
    public int? PollIntervalSec { get; init; }
    public string? LoopPair { get; init; }
    public IReadOnlyList<string>? LoopVenues { get; init; }

    /// <summary>Fields nobody knows; named in the answer.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>True when the body asks for HOLD, SAFE_MODE or dry-run on, or the loop off: such a patch is never slowed down (R4).</summary>
    public static bool Tightens(RequestBody body)
    {
        if (body.Json is not { ValueKind: JsonValueKind.Object } json) return false;
        return Is(json, "safe_mode", true) || Is(json, "dry_run_only", true) || Is(json, "auto_loop", false)
            || (json.TryGetProperty("mode", out var mode) && BodyReader.Word(mode) == "hold");
    }

    public static (ControlBody Body, IReadOnlyList<BodyProblem> Problems) Read(RequestBody raw)
    {
        var body = new BodyReader(raw, required: true);
        var read = new ControlBody
        {
            Mode = body.Text("mode")?.Trim().ToUpperInvariant(),
            SafeMode = body.Flag("safe_mode"),
            DryRunOnly = body.Flag("dry_run_only"),
            TwoManRule = body.Flag("two_man_rule"),
            AutoLoop = body.Flag("auto_loop"),
            MinSpreadBps = body.Number("min_spread_bps"),
            MaxSlippageBps = body.Number("max_slippage_bps"),
            OrderNotionalUsdt = body.Number("order_notional_usdt"),
            PollIntervalSec = body.Whole("poll_interval_sec"),
            LoopPair = body.Text("loop_pair")?.Trim().ToUpperInvariant(),
            LoopVenues = body.Texts("loop_venues")?.Select(CanonicalVenue).Distinct(StringComparer.Ordinal).ToList(),
            Ignored = [.. body.Names.Except(Known, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
        CheckRanges(read, body);
        return (read, body.Problems);
    }

    /// <summary>What goes to the desk as loop parameters, or null when nothing does.</summary>
    public ControlPatch? LoopPatch()
    {
        var patch = new ControlPatch
        {
            MinSpreadBps = MinSpreadBps,
            MaxSlippageBps = MaxSlippageBps,
            OrderNotionalUsdt = OrderNotionalUsdt,
            PollIntervalSec = PollIntervalSec,
            AutoLoop = AutoLoop,
            LoopPair = LoopPair,
            LoopVenues = LoopVenues,
        };
        return patch == new ControlPatch() ? null : patch;
    }

    private static void CheckRanges(ControlBody read, BodyReader body)
    {
        body.Require(read.Mode is null or "HOLD" or "RUN", "mode", "mode must be HOLD or RUN", read.Mode);
        body.Require(read.MinSpreadBps is null or (>= 0m and <= 100m), "min_spread_bps", "min_spread_bps must be >= 0 and <= 100", read.MinSpreadBps);
        body.Require(read.MaxSlippageBps is null or (>= 0m and <= 50m), "max_slippage_bps", "max_slippage_bps must be >= 0 and <= 50", read.MaxSlippageBps);
        body.Require(
            read.OrderNotionalUsdt is null or (>= 1m and <= 1_000_000m), "order_notional_usdt", "order_notional_usdt must be >= 1 and <= 1000000", read.OrderNotionalUsdt);
        body.Require(read.PollIntervalSec is null or (>= 1 and <= 3600), "poll_interval_sec", "poll_interval_sec must be >= 1 and <= 3600", read.PollIntervalSec);
        body.Require(
            read.LoopVenues is null || read.LoopVenues.All(word => Venues.TryParse(word, out _)), "loop_venues", "loop_venues takes binance and okx");
    }

    private static string CanonicalVenue(string word) => Venues.TryParse(word, out var venue) ? venue.Word() : word;

    private static bool Is(JsonElement json, string name, bool wanted) => json.TryGetProperty(name, out var value) && BodyReader.ReadFlag(value) == wanted;
}
