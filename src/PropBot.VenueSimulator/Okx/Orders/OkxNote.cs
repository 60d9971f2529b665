using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>What OKX repeats about an order and the core does not need: the order type, margin and self-trade mode as written. Kept as the order's note.</summary>
public readonly record struct OkxNote(string Type, string MarginMode, string StpMode = OkxNote.UsualStpMode)
{
    /// <summary>The account's <c>acctStpMode</c>.</summary>
    public const string UsualStpMode = "cancel_maker";

    public override string ToString() => $"{Type} {MarginMode} {StpMode}";

    public static OkxNote Of(SimOrder order)
    {
        var words = (order.Note ?? "").Split(' ');
        // An order that the venue itself made (a liquidation) carries no note.
        return words.Length >= 2 ? new OkxNote(words[0], words[1], words.Length > 2 ? words[2] : UsualStpMode) : new OkxNote("market", "isolated");
    }
}
