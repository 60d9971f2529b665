using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Actions;

/// <summary>What will be different afterwards, in figures, for the eyes of the second person: JSON of <c>before</c>, <c>after</c> and <c>worst_case</c>.</summary>
internal static class Preview
{
    /// <summary>Mode, flags and what may be lost at most with the limits as they are.</summary>
    public static string Mode(DeskSnapshot desk, object after) => JsonSerializer.Serialize(new
    {
        before = new { mode = desk.State.ToString(), dry_run = desk.DryRun, hold_reasons = desk.HoldReasons.Select(reason => reason.Code) },
        after,
        open_hedges = desk.Hedges.Count(hedge => !hedge.State.IsOver()),
        worst_case = WorstCase(desk),
    });

    /// <summary>A check that says no: the code and the sentence reach the one who asked (<c>RequestBox.Ask</c>).</summary>
    public static ActionResult.Outcome Refused(string outcome, string code, string text) =>
        new(outcome, FlowState.Nothing.Add("preview", JsonSerializer.Serialize(new { refused = new { code, text } })));

    /// <summary>What <see cref="Refused"/> wrote, or null.</summary>
    public static (string Code, string Text)? ReadRefused(string preview)
    {
        if (preview.Length == 0) return null;
        using var json = JsonDocument.Parse(preview);
        return json.RootElement.TryGetProperty("refused", out var refused) ? (refused.GetProperty("code").GetString()!, refused.GetProperty("text").GetString()!) : null;
    }

    public static object WorstCase(DeskSnapshot desk) => new
    {
        max_total_notional_usdt = Of(desk, "max_total_notional_usdt"),
        max_open_positions = Of(desk, "max_open_positions"),
        max_daily_loss_usdt = Of(desk, "max_daily_loss_usdt"),
        order_notional_usdt = Decimals.Plain(desk.Control.OrderNotionalUsdt),
    };

    private static string? Of(DeskSnapshot desk, string limit) =>
        desk.Limits.FirstOrDefault(view => view.Limit == limit && view.Scope.Length == 0)?.Value is { } value ? Decimals.Plain(value) : null;
}
