using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>An order as the client wrote it, its form checked and nothing else. Size in contracts (wire-protocols §2.7).</summary>
public sealed record OkxTicket(
    OkxContract Contract, string MarginMode, bool IsBuy, string Type, decimal Size, decimal? Price, bool ReduceOnly, string ClientId, string Tag)
{
    private static readonly HashSet<string> Types = ["market", "limit", "post_only", "fok", "ioc", "optimal_limit_ioc"];

    public SimPositionSide PositionSide { get; private init; }

    /// <summary>Null: the account's own.</summary>
    public SimSelfTrade? SelfTrade { get; private init; }

    /// <summary>A price outside the limits is moved to the limit (<c>pxAmendType</c> 1).</summary>
    public bool MayMovePrice { get; private init; }

    public bool NeedsPrice => Type is not ("market" or "optimal_limit_ioc");

    /// <summary>Either a ticket or the refusal, never both.</summary>
    public static (OkxTicket? Ticket, OkxError? Refusal) Read(OkxParameters order, OkxContract? contract, bool twoSided)
    {
        if (contract is null) return (null, OkxError.InstrumentUnknown);
        if (CheckWords(order, twoSided) is { } wrong) return (null, wrong);
        if (!OkxText.TryNumber(order["sz"], out var size) || size <= 0) return (null, OkxError.ParameterWrong("sz"));
        decimal? price = OkxText.TryNumber(order["px"], out var given) ? given : null;
        // In two-sided mode the side of the position says what reduces; the word itself is ignored there.
        var ticket = new OkxTicket(
            contract, order["tdMode"]!, order["side"] == "buy", order["ordType"]!, size, price, !twoSided && order.IsTrue("reduceOnly"),
            order["clOrdId"] ?? "", order["tag"] ?? "")
        {
            PositionSide = order["posSide"] switch { "long" => SimPositionSide.Long, "short" => SimPositionSide.Short, _ => SimPositionSide.Net },
            SelfTrade = StpOf(order["stpMode"]),
            MayMovePrice = order["pxAmendType"] == "1",
        };
        if (ticket.NeedsPrice && price is null or <= 0) return (null, OkxError.ParameterWrong("px"));
        return CheckSteps(ticket) is { } step ? (null, step) : (ticket, null);
    }

    /// <summary>Absent, or letters and digits and not too many of them.</summary>
    public static bool IsAlphanumeric(string? text, int longest) => text is null || (text.Length <= longest && text.All(char.IsAsciiLetterOrDigit));

    private static OkxError? CheckWords(OkxParameters order, bool twoSided)
    {
        foreach (var name in (string[])["tdMode", "side", "ordType", "sz"])
        {
            if (order[name] is null) return OkxError.ParameterEmpty(name);
        }

        if (order["tdMode"] is not ("cross" or "isolated")) return OkxError.ParameterWrong("tdMode");
        if (order["side"] is not ("buy" or "sell")) return OkxError.ParameterWrong("side");
        if (!Types.Contains(order["ordType"]!)) return OkxError.ParameterWrong("ordType");
        if (!IsPositionSide(order["posSide"], twoSided)) return OkxError.ParameterWrong("posSide");
        if (!IsStpMode(order["stpMode"], order["ordType"]!)) return OkxError.ParameterWrong("stpMode");
        return IsAlphanumeric(order["clOrdId"], 32) ? IsAlphanumeric(order["tag"], 16) ? null : OkxError.ParameterWrong("tag")
            : OkxError.ParameterWrong("clOrdId");
    }

    private static bool IsPositionSide(string? side, bool twoSided) => twoSided ? side is "long" or "short" : side is null or "net";

    private static bool IsStpMode(string? mode, string type) => mode is null || (StpOf(mode) is { } known && (known != SimSelfTrade.ExpireBoth || type != "fok"));

    private static SimSelfTrade? StpOf(string? mode) => mode switch
    {
        "cancel_maker" => SimSelfTrade.ExpireMaker,
        "cancel_taker" => SimSelfTrade.ExpireTaker,
        "cancel_both" => SimSelfTrade.ExpireBoth,
        _ => null,
    };

    private static OkxError? CheckSteps(OkxTicket ticket)
    {
        var contract = ticket.Contract;
        if (ticket.Size < contract.MinSz) return OkxError.BelowMinimum;
        if (ticket.Size % contract.LotSz != 0) return OkxError.OffLot;
        if (ticket.Size > contract.MaxSz) return OkxError.AboveMaximum;
        return ticket.NeedsPrice && ticket.Price!.Value % contract.TickSz != 0 ? OkxError.PriceOffTick : null;
    }
}
