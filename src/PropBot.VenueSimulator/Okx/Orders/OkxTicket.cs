using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>An order as the client wrote it, its form checked and nothing else. Size in contracts (wire-protocols §2.7).</summary>
public sealed record OkxTicket(
    OkxContract Contract, string MarginMode, bool IsBuy, string Type, decimal Size, decimal? Price, bool ReduceOnly, string ClientId, string Tag,
    string StpMode = OkxNote.UsualStpMode, bool MayMovePrice = false)
{
    private static readonly HashSet<string> Types = ["market", "limit", "post_only", "fok", "ioc", "optimal_limit_ioc"];

    public bool NeedsPrice => Type is not ("market" or "optimal_limit_ioc");

    /// <summary>Either a ticket or the refusal, never both.</summary>
    public static (OkxTicket? Ticket, OkxError? Refusal) Read(OkxParameters order, OkxContract? contract, bool twoSided)
    {
        if (contract is null) return (null, OkxError.InstrumentUnknown);
        if (CheckWords(order, twoSided) is { } wrong) return (null, wrong);
        if (!OkxText.TryNumber(order["sz"], out var size) || size <= 0) return (null, OkxError.ParameterWrong("sz"));
        decimal? price = OkxText.TryNumber(order["px"], out var given) ? given : null;
        var ticket = new OkxTicket(
            contract, order["tdMode"]!, order["side"] == "buy", order["ordType"]!, size, price, order.IsTrue("reduceOnly"),
            order["clOrdId"] ?? "", order["tag"] ?? "", order["stpMode"] ?? OkxNote.UsualStpMode, order["pxAmendType"] == "1");
        if (ticket.NeedsPrice && price is null or <= 0) return (null, OkxError.ParameterWrong("px"));
        return CheckSteps(ticket) is { } step ? (null, step) : (ticket, null);
    }

    private static OkxError? CheckWords(OkxParameters order, bool twoSided)
    {
        foreach (var name in (string[])["tdMode", "side", "ordType", "sz"])
        {
            if (order[name] is null) return OkxError.ParameterEmpty(name);
        }

        if (order["tdMode"] is not ("cross" or "isolated")) return OkxError.ParameterWrong("tdMode");
        if (order["side"] is not ("buy" or "sell")) return OkxError.ParameterWrong("side");
        if (!Types.Contains(order["ordType"]!)) return OkxError.ParameterWrong("ordType");
        // The engine keeps one net position: in long_short_mode, which may be set and read, no order fits.
        if (twoSided || order["posSide"] is not (null or "net")) return OkxError.ParameterWrong("posSide");
        if (StpObjection(order) is { } stp) return stp;
        return IsAlphanumeric(order["clOrdId"], 32) ? IsAlphanumeric(order["tag"], 16) ? null : OkxError.ParameterWrong("tag")
            : OkxError.ParameterWrong("clOrdId");
    }

    private static OkxError? StpObjection(OkxParameters order) => order["stpMode"] switch
    {
        null or "cancel_maker" or "cancel_taker" => null,
        "cancel_both" when order["ordType"] != "fok" => null,
        _ => OkxError.ParameterWrong("stpMode"),
    };

    private static OkxError? CheckSteps(OkxTicket ticket)
    {
        var contract = ticket.Contract;
        if (ticket.Size < contract.MinSz) return OkxError.BelowMinimum;
        if (ticket.Size % contract.LotSz != 0) return OkxError.OffLot;
        if (ticket.Size > contract.MaxSz) return OkxError.AboveMaximum;
        return ticket.NeedsPrice && ticket.Price!.Value % contract.TickSz != 0 ? OkxError.PriceOffTick : null;
    }

    /// <summary>Absent, or letters and digits and not too many of them.</summary>
    public static bool IsAlphanumeric(string? text, int longest) => text is null || (text.Length <= longest && text.All(char.IsAsciiLetterOrDigit));
}
