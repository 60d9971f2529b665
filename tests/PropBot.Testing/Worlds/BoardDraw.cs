using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Testing.Worlds;

/// <summary>Draws rules for a venue's own fault board. Left out is what is done to the account from outside (liquidation, foreign orders): then books differ by right.</summary>
internal sealed class BoardDraw(Dice dice, IReadOnlyList<string> symbols)
{
    private static readonly FaultKind[] Kinds =
    [
        FaultKind.Latency, FaultKind.DropRequest, FaultKind.DropReply, FaultKind.Reply, FaultKind.Ban, FaultKind.PushDrop, FaultKind.PushDelay,
        FaultKind.PushDuplicate, FaultKind.PushReorder, FaultKind.Silent, FaultKind.ForcedClose, FaultKind.SlowConsumer, FaultKind.Notice,
        FaultKind.ListenKeyExpiry, FaultKind.ClockSkew, FaultKind.Maintenance, FaultKind.BookGap, FaultKind.BookReset, FaultKind.PartialFills,
        FaultKind.LiquidityHole, FaultKind.PriceMove, FaultKind.PriceLimit, FaultKind.SymbolStatus, FaultKind.FundingInterval, FaultKind.FundingRate,
    ];

    private static readonly string[] Channels =
        ["*", "ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE", "TRADE_LITE", "orders", "positions", "account", "balance_and_position", "books", "bookTicker", "depthUpdate"];

    public PlannedFault Any(TimeSpan at)
    {
        var form = FaultForms.Of(Pick(Kinds));
        var venue = form.OnlyVenue ?? Pick(["binance", "okx"]);
        var rule = Fields(new FaultRule(venue, form.Kind) { Match = Match(form.Target) }, venue);
        if (form.Manner != FaultManner.Once) rule = rule with { For = Milliseconds(2_000, 25_000) };
        if (form.Manner == FaultManner.Asked && form.Kind != FaultKind.Ban) rule = rule with { Probability = Math.Round(0.1 + (0.8 * dice.Uniform()), 2) };
        return new PlannedFault(at, $"{venue} {Words(rule)}", world => world.Sim.Boards[venue == "binance" ? 0 : 1].Apply(rule));
    }

    private FaultRule Fields(FaultRule rule, string venue) => rule.Kind switch
    {
        FaultKind.Latency or FaultKind.PushDelay => rule with { Latency = Milliseconds(50, 2_500), Jitter = Milliseconds(0, 1_000) },
        FaultKind.Reply => rule with { Reply = Pick(FaultReplies.Of(venue)) },
        FaultKind.Ban => rule with { Warnings = 1, BanFor = Milliseconds(2_000, 30_000) },
        FaultKind.ClockSkew => rule with { Skew = Milliseconds(0, 4_000) - TimeSpan.FromSeconds(2) },
        FaultKind.BookGap or FaultKind.BookReset => rule with { Size = 1 + (int)(20 * dice.Uniform()) },
        FaultKind.PartialFills => rule with { Share = Math.Round(0.1m + (0.8m * (decimal)dice.Uniform()), 2) },
        FaultKind.LiquidityHole => rule with { BookSide = Pick(["bid", "ask", "both"]), Keep = dice.Uniform() < 0.5 ? 0m : 0.05m },
        FaultKind.PriceMove => rule with { Percent = Math.Round((decimal)((6 * dice.Uniform()) - 3), 2), Over = Milliseconds(0, 5_000) },
        FaultKind.PriceLimit => rule with { Percent = Math.Round(0.05m + (decimal)dice.Uniform(), 2) },
        FaultKind.SymbolStatus => rule with { Status = dice.Uniform() < 0.5 ? SimInstrumentStatus.Suspended : SimInstrumentStatus.PostOnly },
        FaultKind.FundingInterval => rule with { Hours = Pick([1, 4, 8]) },
        FaultKind.FundingRate => rule with { Rate = Math.Round((decimal)((0.004 * dice.Uniform()) - 0.002), 5) },
        _ => rule,
    };

    private string Match(FaultTarget target) => target switch
    {
        FaultTarget.Endpoint => Pick(["*", "* /fapi/v1/order", "POST *", "GET *", "WS *", "POST /api/v5/trade/*", "WS order*"]),
        FaultTarget.Channel => Pick(Channels),
        FaultTarget.Door => Pick(["*", "public", "private", "market", "ws-fapi"]),
        FaultTarget.Symbol => dice.Uniform() < 0.5 ? "*" : Pick(symbols),
        _ => "*",
    };

    private TimeSpan Milliseconds(double least, double most) => TimeSpan.FromMilliseconds(Math.Round(least + ((most - least) * dice.Uniform())));

    private static string Words(FaultRule rule)
    {
        var own = FaultFields.All.Where(f => !FaultFields.IsGeneral(f.Name)).Select(f => (f.Name, Value: f.Read(rule))).Where(f => f.Value is not null);
        return $"{FaultForms.Word(rule.Kind)} on {rule.Match} for {rule.For?.TotalSeconds:0.0} s p {rule.Probability} {string.Join(' ', own.Select(f => $"{f.Name}={f.Value}"))}";
    }

    private T Pick<T>(IReadOnlyList<T> all) => all[(int)(all.Count * dice.Uniform())];
}
