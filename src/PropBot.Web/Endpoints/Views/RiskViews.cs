using PropBot.Trading.Desk;

namespace PropBot.Web.Endpoints.Views;

/// <summary>What the gate said no to, with the numbers it compared, and what it compares with.</summary>
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

    /// <summary>Every limit in force; <c>value</c> null = nothing binds (R13).</summary>
    public static IEnumerable<object> Limits(DeskSnapshot desk) => desk.Limits.Select(view => new
    {
        limit = view.Limit,
        scope = view.Scope.Length == 0 ? null : view.Scope,
        value = view.Value,
        until = view.Until,
        version = view.Version,
    });
}
