namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>The three WebSocket addresses; each takes its own channels only (wire-protocols §2.8).</summary>
public enum OkxDoor
{
    Public,
    Private,
    Business,
}

/// <summary>Which channels a door knows.</summary>
public static class OkxChannels
{
    private static readonly HashSet<string> Market =
        ["tickers", "trades", "bbo-tbt", "books", "books5", "mark-price", "funding-rate", "price-limit", "instruments", "status"];

    private static readonly HashSet<string> Account = ["orders", "positions", "account", "balance_and_position"];

    /// <summary>Books for VIP4 and above: this account is Lv1 (wire-protocols §2.8.3).</summary>
    private static readonly HashSet<string> ForHigherTiers = ["books-l2-tbt", "books50-l2-tbt"];

    public static bool Knows(this OkxDoor door, string channel) => door switch
    {
        OkxDoor.Public => Market.Contains(channel) || ForHigherTiers.Contains(channel),
        OkxDoor.Private => Account.Contains(channel),
        _ => false,
    };

    public static bool IsForHigherTiers(string channel) => ForHigherTiers.Contains(channel);

    public static bool NeedsInstrument(string channel) =>
        channel is "tickers" or "trades" or "bbo-tbt" or "books" or "books5" or "mark-price" or "funding-rate" or "price-limit";
}
