using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>What OKX repeats about an order and the core does not need: the order type and margin mode as written. Kept as the order's note.</summary>
public readonly record struct OkxNote(string Type, string MarginMode)
{
    public override string ToString() => $"{Type} {MarginMode}";

    public static OkxNote Of(SimOrder order)
    {
        var words = (order.Note ?? "").Split(' ');
        if (words.Length >= 2) return new OkxNote(words[0], words[1]);
        // An order that was not made here (a liquidation, the owner's own elsewhere) carries no note.
        return new OkxNote(order.Type == SimOrderType.Market ? "market" : "limit", "isolated");
    }
}
