using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>Payloads of tickers and candles (the official SDK's types).</summary>
internal static class TickerPushes
{
    public static JsonObject Mini(string symbol, Bar day, long now) => new()
    {
        ["e"] = "24hrMiniTicker",
        ["E"] = now,
        ["s"] = symbol,
        ["ps"] = symbol,
        ["c"] = BinanceText.Number(day.Close),
        ["o"] = BinanceText.Number(day.Open),
        ["h"] = BinanceText.Number(day.High),
        ["l"] = BinanceText.Number(day.Low),
        ["v"] = BinanceText.Number(day.Volume),
        ["q"] = BinanceText.Number(day.Value),
        ["st"] = 1,
    };

    public static JsonObject Whole(string symbol, MarketTape tape, long now)
    {
        var day = tape.Day(symbol);
        var row = Mini(symbol, day, now);
        row["e"] = "24hrTicker";
        row["p"] = BinanceText.Number(day.Close - day.Open);
        row["P"] = BinanceText.Number(HistoryCalls.ChangePercent(day));
        row["w"] = BinanceText.Amount(HistoryCalls.Average(day));
        row["Q"] = BinanceText.Number(tape.LastTrade(symbol)?.Quantity ?? 0m);
        row["O"] = now - 86_400_000;
        row["C"] = now;
        row["F"] = day.FirstId;
        row["L"] = day.LastId;
        row["n"] = day.Trades;
        return row;
    }

    /// <summary>A symbol whose listing, steps or status changed.</summary>
    public static JsonObject Contract(SimInstrument instrument, long now) => new()
    {
        ["e"] = "contractInfo",
        ["E"] = now,
        ["s"] = instrument.Symbol,
        ["ps"] = instrument.Symbol,
        ["ct"] = "PERPETUAL",
        ["dt"] = SymbolRow.DeliveryDate,
        ["ot"] = SymbolRow.OnboardDate,
        ["cs"] = OrderWords.Of(instrument.Status),
        ["bks"] = new JsonArray(),
        ["st"] = 1,
    };

    public static JsonObject Candle(StreamName stream, Bar bar, bool closed, long now)
    {
        var candle = new JsonObject
        {
            ["t"] = bar.From.ToUnixTimeMilliseconds(),
            ["T"] = bar.Until.ToUnixTimeMilliseconds() - 1,
            ["s"] = stream.Symbol,
            ["i"] = stream.Interval!.Word,
            ["f"] = bar.FirstId,
            ["L"] = bar.LastId,
            ["o"] = BinanceText.Number(bar.Open),
            ["c"] = BinanceText.Number(bar.Close),
            ["h"] = BinanceText.Number(bar.High),
            ["l"] = BinanceText.Number(bar.Low),
            ["v"] = BinanceText.Number(bar.Volume),
            ["n"] = bar.Trades,
            ["x"] = closed,
            ["q"] = BinanceText.Number(bar.Value),
            ["V"] = BinanceText.Number(bar.TakerBuys),
            ["Q"] = BinanceText.Number(bar.TakerBuysValue),
            ["B"] = "0",
        };
        if (stream.Kind == StreamKind.Candle) return new JsonObject { ["e"] = "kline", ["E"] = now, ["s"] = stream.Symbol, ["k"] = candle, ["st"] = 1 };
        candle.Remove("s");
        return new JsonObject { ["e"] = "continuous_kline", ["E"] = now, ["ps"] = stream.Symbol, ["ct"] = "PERPETUAL", ["k"] = candle, ["st"] = 1 };
    }
}
