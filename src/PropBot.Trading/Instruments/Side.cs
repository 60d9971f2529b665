namespace PropBot.Trading.Instruments;

public enum Side
{
    Buy = 0,
    Sell = 1,
}

public static class Sides
{
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>+1 for a buy, −1 for a sell.</summary>
    public static int Sign(this Side side) => side == Side.Buy ? 1 : -1;

    public static string Word(this Side side) => side == Side.Buy ? "buy" : "sell";
}
