using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Orders;

/// <summary>
/// Ids from content (R25, R46): <c>p</c> + epoch + store tag + hedge number + leg letter + order number. The same intent gives the same
/// id; another ledger, another epoch, hedge, leg or number gives another. At most 27 letters and digits.
/// </summary>
public static class OrderNames
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static string Hedge(string storeTag, int epoch, long number) => $"{Prefix(storeTag, epoch)}{InBase36(number).PadLeft(6, '0')}";

    /// <summary>How every id of this ledger and epoch begins.</summary>
    public static string Prefix(string storeTag, int epoch) => $"p{InBase36(epoch)}{storeTag}";

    /// <param name="venue">Each leg of a hedge lives on one venue: its letter names the leg (<c>b</c> Binance, <c>o</c> OKX).</param>
    /// <param name="number">1 for the leg's first order.</param>
    public static ClientOrderId Order(string hedgeId, Venue venue, int number) =>
        new($"{hedgeId}{(venue == Venue.Binance ? 'b' : 'o')}{InBase36(number).PadLeft(2, '0')}");

    private static string InBase36(long value)
    {
        if (value < 0) throw new ArgumentOutOfRangeException(nameof(value), value, "numbers of hedges and orders are not negative");
        Span<char> text = stackalloc char[13];
        var at = text.Length;
        do
        {
            text[--at] = Digits[(int)(value % 36)];
            value /= 36;
        }
        while (value > 0);
        return new string(text[at..]);
    }
}
