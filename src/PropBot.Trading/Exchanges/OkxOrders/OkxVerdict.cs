using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>What a reply to one order or cancel means for the desk. Pure.</summary>
internal static class OkxVerdict
{
    /// <summary>Null: the client id is in use already (51016).</summary>
    public static OrderReply? Of(OkxReply reply)
    {
        if (reply is OkxReply.Silent silent) return silent.MayHaveLeft ? new OrderReply.Unknown(silent.Why) : Local(RefusalKind.Other, "NOT_SENT", silent.Why);
        var ack = (OkxReply.Acked)reply;
        if (ack.Code == "0") return ack.OrderId.Length > 0 ? new OrderReply.Accepted(ack.OrderId) : new OrderReply.Unknown("accepted without an order id");
        var meaning = OkxErrors.Of(ack.Code, ack.Status);
        return meaning.Outcome switch
        {
            OkxOutcome.Unknown => new OrderReply.Unknown(ack.Clue),
            OkxOutcome.Duplicate => null,
            _ => new OrderReply.Refused(new VenueRefusal(meaning.Kind, WithSubCode(ack.Code, ack.SubCode), ack.Text) { SaysMaintenance = ack.Code == OkxErrors.Unavailable, ShutsOut = OkxErrors.ShutsOut(ack.Code, ack.Status) }),
        };
    }

    /// <summary>A cancel that left twice does no harm, so a duplicate has no meaning here.</summary>
    public static OrderReply OfCancel(OkxReply reply) => Of(reply) ?? new OrderReply.Unknown(reply.Clue);

    /// <summary>The venue says that there is no such order any more.</summary>
    public static bool IsGone(OkxReply reply) => reply is OkxReply.Acked ack && ack.Code != "0" && OkxErrors.Of(ack.Code, ack.Status).Outcome == OkxOutcome.NoSuchOrder;

    /// <summary>A no of ours: nothing left.</summary>
    public static OrderReply.Refused Local(RefusalKind kind, string code, string text) => new(new VenueRefusal(kind, code, text) { IsLocal = true });

    public static OrderReply.Refused Refused(RefusalKind kind, string code, string text) => new(new VenueRefusal(kind, code, text));

    private static string WithSubCode(string code, string subCode) =>
        subCode.Length == 0 || code.Contains('_', StringComparison.Ordinal) ? code : $"{code}_{subCode}";
}
