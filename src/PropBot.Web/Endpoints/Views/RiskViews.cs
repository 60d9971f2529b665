using PropBot.Trading.Desk;

namespace PropBot.Web.Endpoints.Views;

/// <summary>What the gate said no to, with the numbers it compared.</summary>
internal static class RiskViews
{
    public static IEnumerable<object> Refusals(DeskSnapshot desk) => desk.Refusals.Select(seen => new
    {
        symbol = seen.Symbol,
        code = seen.Refusal.Code,
        text = seen.Refusal.Text,
        at = seen.At,
        times = seen.Times,
        numbers = seen.Refusal.Numbers.Select(n => new { name = n.Name, value = n.Value, unit = n.Unit }),
    });
}
