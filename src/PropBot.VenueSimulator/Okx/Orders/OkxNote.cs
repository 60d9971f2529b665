using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>What OKX repeats about an order and the core does not need: the order type and margin mode as written. Kept as the order's note.</summary>
public readonly record struct OkxNote(string Type, string MarginMode)
{
    public override string ToString() => $"{Type} {MarginMode}";

    public static OkxNote Of(SimOrder order)
    {
        var words = (order.Note ?? "").Split(' ');
        // An order that the venue itself made (a liquidation) carries no note.
        return words.Length == 2 ? new OkxNote(words[0], words[1]) : new OkxNote("market", "isolated");
    }
}
