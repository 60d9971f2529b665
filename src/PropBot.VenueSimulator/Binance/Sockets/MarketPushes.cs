using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Rest;
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
}
