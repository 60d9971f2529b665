namespace PropBot.Trading.Instruments;

/// <summary>The two exchanges PropBot trades on.</summary>
public enum Venue
{
    Binance = 0,
    Okx = 1,
}

public static class Venues
{
    public const int Count = 2;

    public static readonly Venue[] All = [Venue.Binance, Venue.Okx];

    public static Venue Other(this Venue venue) => venue == Venue.Binance ? Venue.Okx : Venue.Binance;

    /// <summary>The word used in files, API and logs: <c>binance</c>, <c>okx</c>.</summary>
    public static string Word(this Venue venue) => venue == Venue.Binance ? "binance" : "okx";

    /// <summary>Reads back what <see cref="Word"/> wrote; anything else is a broken promise of our own files.</summary>
    public static Venue Parse(string word) => TryParse(word, out var venue) ? venue : throw new FormatException($"'{word}' is not a venue");

    /// <summary>Reads a venue word; <c>binance-um</c> and <c>okx-perp</c> are the predecessor's names for the same venues (R41).</summary>
    public static bool TryParse(string? text, out Venue venue)
    {
        venue = Venue.Binance;
        switch (text?.Trim().ToLowerInvariant())
        {
            case "binance" or "binance-um": return true;
            case "okx" or "okx-perp": venue = Venue.Okx; return true;
            default: return false;
        }
    }
}
