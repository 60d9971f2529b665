using System.Text.Json;
using PropBot.Trading.Instruments;
using PropBot.Web.Access;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints;

/// <summary><c>/api/arb/preview</c> and <c>/api/arb/execute</c> (contract 1.10).</summary>
public static class ArbitrageEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var arb = app.MapGroup("/api/arb").WithTags("Arbitrage");
        arb.MapPost("/preview", Preview).Behind(new Door(DoorKind.Act, "PREVIEW") { LoosensNothing = true }).Takes<PreviewBody>();
        arb.MapPost("/execute", Execute).Behind(new Door(DoorKind.Act, "EXECUTE") { LoosensNothing = true }).Takes<ExecuteBody>();
    }

    private static Task<IResult> Preview(HttpContext context, ArbitrageActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var symbol = Symbol(body);
        var (notional, slippage, minSpread) = (body.Number("notional"), body.Number("used_slippage_bps"), body.Number("min_spread"));
        body.Require(slippage is null or (>= 0m and <= 1000m), "used_slippage_bps", "must be from 0 to 1000", slippage);
        body.Require(notional is null or <= 1_000_000_000m, "notional", "must be at most 1000000000", notional);
        return () => Task.FromResult(minSpread is { } least ? actions.PreviewSpread(symbol!, least) : actions.Preview(symbol!, notional, slippage));
    });

    private static Task<IResult> Execute(HttpContext context, ArbitrageActions actions) => BodyRoutes.Read(context, required: true, body =>
        body.Has("viable") && body.Has("notional") ? FormA(context, actions, body) : FormB(context, actions, body));

    private static Func<Task<Answer>> FormA(HttpContext context, ArbitrageActions actions, BodyReader body)
    {
        var symbol = Symbol(body);
        var (notional, viable, reason) = (body.Number("notional", required: true), body.Flag("viable"), body.Text("reason"));
        var bound = Bound(body);
        return () => actions.ExecutePlan(Visitor.Of(context).As(null), symbol!, notional!.Value, viable ?? false, reason, bound);
    }

    private static Func<Task<Answer>> FormB(HttpContext context, ArbitrageActions actions, BodyReader body)
    {
        var symbol = Symbol(body);
        var minSpread = body.Number("min_spread", required: true);
        var (notional, leverage) = (body.Number("notion_usdt", required: true), body.Number("leverage", required: true));
        return () => actions.Execute(Visitor.Of(context).As(null), symbol!, minSpread!.Value, notional!.Value, leverage!.Value);
    }

    private static string? Symbol(BodyReader body)
    {
        var (symbol, pair) = (body.Text("symbol")?.Trim().ToUpperInvariant(), body.Text("pair")?.Trim().ToUpperInvariant());
        if (body.Good && symbol is null && pair is null) body.Refuse("missing", "symbol", "symbol or pair is required");
        if (symbol is not null && pair is not null && symbol != pair) body.Require(false, "pair", "symbol and pair name different contracts", pair);
        return symbol ?? pair;
    }

    /// <summary>The legs of a plan: one buy and one sell on the two venues. Anything else is no bound and therefore a bad plan.</summary>
    private static PlanBound? Bound(BodyReader body)
    {
        if (body.Raw("legs") is not { } legs) return null;
        try
        {
            var read = legs.EnumerateArray().Select(leg => (
                Venue: Venues.TryParse(leg.GetProperty("ex").GetString(), out var venue) ? venue : throw new FormatException("an unknown venue"),
                Buys: leg.GetProperty("side").GetString() == "buy",
                Worst: leg.GetProperty("px").GetDecimal())).ToList();
            if (read.Count == 0) return null;
            if (read.Count == 2 && read[0].Venue != read[1].Venue && read[0].Buys != read[1].Buys)
            {
                var (buy, sell) = read[0].Buys ? (read[0], read[1]) : (read[1], read[0]);
                return new PlanBound(buy.Venue, buy.Worst, sell.Worst);
            }
            body.Refuse("value_error", "legs", "a plan has one buy and one sell on different venues");
        }
        catch (Exception broken) when (broken is InvalidOperationException or KeyNotFoundException or FormatException or JsonException)
        {
            body.Refuse("value_error", "legs", "legs are not as the preview returned them");
        }
        return null;
    }
}
