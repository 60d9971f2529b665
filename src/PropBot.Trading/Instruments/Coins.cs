namespace PropBot.Trading.Instruments;

/// <summary>What moves with a symbol's price.</summary>
public static class Coins
{
    private const string Quote = "USDT";

    /// <summary>BTCUSDT → BTC; what is no symbol of ours stays as it is.</summary>
    public static string Of(string symbol) => symbol.EndsWith(Quote, StringComparison.Ordinal) ? symbol[..^Quote.Length] : symbol;
}
