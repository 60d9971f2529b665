using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>Payloads of market streams (wire-protocols §1.7).</summary>
public static class MarketPushes
{
    public static JsonObject BookTicker(BookView book, long now) => new()
    {
        ["e"] = "bookTicker",
        ["u"] = book.Sequence,
        ["E"] = now,
        ["T"] = book.Time.ToUnixTimeMilliseconds(),
        ["s"] = book.Symbol,
        ["ps"] = book.Symbol,
        ["b"] = BinanceText.Number(book.BestBid?.Price ?? 0m),
        ["B"] = BinanceText.Number(book.BestBid?.Quantity ?? 0m),
        ["a"] = BinanceText.Number(book.BestAsk?.Price ?? 0m),
        ["A"] = BinanceText.Number(book.BestAsk?.Quantity ?? 0m),
        ["st"] = 1,
    };

    public static JsonObject Depth(BookDiff diff, long now) => new()
    {
        ["e"] = "depthUpdate",
        ["E"] = now,
        ["T"] = diff.Time.ToUnixTimeMilliseconds(),
        ["s"] = diff.Symbol,
        ["ps"] = diff.Symbol,
        ["U"] = diff.Previous + 1,
        ["u"] = diff.Last,
        ["pu"] = diff.Previous,
        ["b"] = MarketCalls.Levels(diff.Bids),
        ["a"] = MarketCalls.Levels(diff.Asks),
        ["st"] = 1,
    };

    public static JsonObject Mark(MarketReference reference, long now) => new()
    {
        ["e"] = "markPriceUpdate",
        ["E"] = now,
        ["s"] = reference.Symbol,
        ["p"] = BinanceText.Number(reference.Mark),
        ["ap"] = BinanceText.Number(reference.Mark),
        ["i"] = BinanceText.Number(reference.Index),
        ["P"] = BinanceText.Number(reference.Index),
        ["r"] = BinanceText.Number(reference.FundingRate),
        ["T"] = reference.NextFundingAt.ToUnixTimeMilliseconds(),
        ["st"] = 1,
    };

    public static JsonObject Trade(PublicTrade trade, long now) => new()
    {
        ["e"] = "trade",
        ["E"] = now,
        ["T"] = trade.Time.ToUnixTimeMilliseconds(),
        ["s"] = trade.Symbol,
        ["t"] = trade.Id,
        ["p"] = BinanceText.Number(trade.Price),
        ["q"] = BinanceText.Number(trade.Quantity),
        ["X"] = "MARKET",
        ["m"] = trade.BuyerIsMaker,
        ["st"] = 1,
    };

    /// <param name="trades">Of one price and one taker's side, in order.</param>
    public static JsonObject Aggregate(IReadOnlyList<PublicTrade> trades, long now)
    {
        var quantity = BinanceText.Number(trades.Sum(t => t.Quantity));
        return new JsonObject
        {
            ["e"] = "aggTrade",
            ["E"] = now,
            ["a"] = trades[^1].Id,
            ["s"] = trades[0].Symbol,
            ["p"] = BinanceText.Number(trades[0].Price),
            ["q"] = quantity,
            ["nq"] = quantity,
            ["f"] = trades[0].Id,
            ["l"] = trades[^1].Id,
            ["T"] = trades[^1].Time.ToUnixTimeMilliseconds(),
            ["m"] = trades[0].BuyerIsMaker,
            ["st"] = 1,
        };
    }

    /// <summary>A liquidation.</summary>
    public static JsonObject Forced(SimOrder order, long now) => new()
    {
        ["e"] = "forceOrder",
        ["E"] = now,
        ["ps"] = order.Symbol,
        ["st"] = 1,
        ["o"] = new JsonObject
        {
            ["s"] = order.Symbol,
            ["S"] = OrderRows.Side(order.Side),
            ["o"] = "LIMIT",
            ["f"] = "IOC",
            ["q"] = BinanceText.Number(order.Quantity),
            ["p"] = BinanceText.Amount(order.AveragePrice),
            ["ap"] = BinanceText.Amount(order.AveragePrice),
            ["X"] = OrderRows.Status(order),
            ["l"] = BinanceText.Number(order.Filled),
            ["z"] = BinanceText.Number(order.Filled),
            ["T"] = order.UpdatedAt.ToUnixTimeMilliseconds(),
        },
    };
}
