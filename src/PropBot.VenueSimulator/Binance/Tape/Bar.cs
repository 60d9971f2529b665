namespace PropBot.VenueSimulator.Binance.Tape;

/// <summary>What happened in one stretch of time.</summary>
/// <param name="TakerBuys">Base quantity that buyers took.</param>
public sealed record Bar(
    DateTimeOffset From, DateTimeOffset Until, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, decimal Value, int Trades, decimal TakerBuys,
    decimal TakerBuysValue, long FirstId, long LastId)
{
    public static Bar Flat(DateTimeOffset from, DateTimeOffset until, decimal price) => new(from, until, price, price, price, price, 0m, 0m, 0, 0m, 0m, 0, 0);

    /// <summary>This bar with a later one behind it.</summary>
    public Bar Then(Bar later) => this with
    {
        Until = later.Until,
        High = Math.Max(High, later.High),
        Low = Math.Min(Low, later.Low),
        Close = later.Close,
        Volume = Volume + later.Volume,
        Value = Value + later.Value,
        Trades = Trades + later.Trades,
        TakerBuys = TakerBuys + later.TakerBuys,
        TakerBuysValue = TakerBuysValue + later.TakerBuysValue,
        FirstId = FirstId == 0 ? later.FirstId : FirstId,
        LastId = later.LastId == 0 ? LastId : later.LastId,
    };

    public Bar With(decimal price) => this with { High = Math.Max(High, price), Low = Math.Min(Low, price), Close = price };

    public Bar With(PublicTrade trade) => With(trade.Price) with
    {
        Volume = Volume + trade.Quantity,
        Value = Value + (trade.Quantity * trade.Price),
        Trades = Trades + 1,
        TakerBuys = TakerBuys + (trade.BuyerIsMaker ? 0m : trade.Quantity),
        TakerBuysValue = TakerBuysValue + (trade.BuyerIsMaker ? 0m : trade.Quantity * trade.Price),
        FirstId = FirstId == 0 ? trade.Id : FirstId,
        LastId = trade.Id,
    };
}

/// <summary>A trade as everybody sees it.</summary>
public sealed record PublicTrade(long Id, string Symbol, decimal Price, decimal Quantity, bool BuyerIsMaker, DateTimeOffset Time);
