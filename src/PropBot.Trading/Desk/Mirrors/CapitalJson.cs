using System.Text.Json.Nodes;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Desk.Mirrors;

/// <summary><c>capital_state.json</c> and what the API shows of it: file and API cannot disagree (contract 1.8).</summary>
public static class CapitalJson
{
    public static JsonObject Of(CapitalBook book) => new()
    {
        // The predecessor writes 0 where no total is declared.
        ["total_capital_usdt"] = book.Total?.Amount ?? 0m,
        ["per_strategy_limits"] = Each(book, one => one.Limit is { } limit ? new JsonObject { ["max_notional"] = limit.Amount } : null),
        ["current_usage"] = Each(book, one => new JsonObject { ["open_notional"] = one.Used.Amount }),
        ["headroom"] = Headroom(book),
    };

    public static JsonObject Headroom(CapitalBook book) => Each(book, one => new JsonObject { ["headroom_notional"] = one.Headroom?.Amount });

    private static JsonObject Each(CapitalBook book, Func<StrategyCapital, JsonObject?> draw)
    {
        var all = new JsonObject();
        foreach (var one in book.Strategies)
            if (draw(one) is { } drawn) all[one.Strategy] = drawn;
        return all;
    }
}
