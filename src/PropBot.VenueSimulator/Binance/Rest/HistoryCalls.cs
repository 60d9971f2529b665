using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Trades, candles and the day's figures, from what this venue has seen since it opened.</summary>
public sealed class HistoryCalls(VenueCore core, MarketTape tape)
{
    public BinanceReply Trades(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var trades = tape.Trades(instrument.Symbol).AsEnumerable();
        if (call.Has("fromId")) trades = trades.Where(t => t.Id >= call.Whole("fromId", 0)).Take(Limit(call, 500, 1000));
        return BinanceReply.Ok(new JsonArray([.. trades.TakeLast(Limit(call, 500, 1000)).Select(Row)]));
    }

    /// <summary>Each trade stands for itself: fills of one order at one price at one time would be one line at the venue.</summary>
    public BinanceReply Aggregates(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var (from, to) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue));
        var found = tape.Trades(instrument.Symbol).Where(t => t.Time.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        if (call.Has("fromId")) found = found.Where(t => t.Id >= call.Whole("fromId", 0));
        var limit = Limit(call, 500, 1000);
        var page = call.Has("fromId") || from > 0 ? found.Take(limit) : found.TakeLast(limit);
        return BinanceReply.Ok(new JsonArray([.. page.Select(t => new JsonObject
        {
            ["a"] = t.Id,
            ["p"] = BinanceText.Number(t.Price),
            ["q"] = BinanceText.Number(t.Quantity),
            ["nq"] = BinanceText.Number(t.Quantity),
            ["f"] = t.Id,
            ["l"] = t.Id,
            ["T"] = t.Time.ToUnixTimeMilliseconds(),
            ["m"] = t.BuyerIsMaker,
        })]));
    }

    /// <param name="named">The parameter that names the symbol: <c>symbol</c> or <c>pair</c>.</param>
    public BinanceReply Candles(BinanceCall call, PriceKind kind, string named)
    {
        if (call.Need(named, out var symbol) is { } no) return no;
        if (core.Instrument(symbol) is null) return BinanceError.InvalidSymbol;
        if (call.Need("interval", out var word) is { } noInterval) return noInterval;
        if (BarInterval.Parse(word) is not { } interval) return BinanceError.Of(-1120, "Invalid interval.");
        var (from, to) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue));
        var found = tape.Bars(symbol, kind, interval).Where(b => b.From.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        var limit = Limit(call, 500, 1500);
        return BinanceReply.Ok(new JsonArray([.. (from > 0 ? found.Take(limit) : found.TakeLast(limit)).Select(Candle)]));
    }

    /// <summary>The last price of one symbol or of all.</summary>
    public BinanceReply LastPrices(BinanceCall call) => Each(call, instrument => new JsonObject
    {
        ["symbol"] = instrument.Symbol,
        ["price"] = BinanceText.Number(tape.Last(instrument.Symbol)),
        ["time"] = core.Now.ToUnixTimeMilliseconds(),
    });

    public BinanceReply Days(BinanceCall call) => Each(call, instrument =>
    {
        var day = tape.Day(instrument.Symbol);
        var lastTrade = tape.LastTrade(instrument.Symbol);
        var now = core.Now.ToUnixTimeMilliseconds();
        return new JsonObject
        {
            ["symbol"] = instrument.Symbol,
            ["priceChange"] = BinanceText.Number(day.Close - day.Open),
            ["priceChangePercent"] = BinanceText.Number(ChangePercent(day)),
            ["weightedAvgPrice"] = BinanceText.Amount(Average(day)),
            ["lastPrice"] = BinanceText.Number(day.Close),
            ["lastQty"] = BinanceText.Number(lastTrade?.Quantity ?? 0m),
            ["openPrice"] = BinanceText.Number(day.Open),
            ["highPrice"] = BinanceText.Number(day.High),
            ["lowPrice"] = BinanceText.Number(day.Low),
            ["volume"] = BinanceText.Number(day.Volume),
            ["quoteVolume"] = BinanceText.Number(day.Value),
            ["openTime"] = now - 86_400_000,
            ["closeTime"] = now,
            ["firstId"] = day.FirstId,
            ["lastId"] = day.LastId,
            ["count"] = day.Trades,
        };
    });

    public static decimal ChangePercent(Bar day) => day.Open == 0m ? 0m : Math.Round((day.Close - day.Open) / day.Open * 100m, 3);

    public static decimal Average(Bar day) => day.Volume == 0m ? day.Close : Math.Round(day.Value / day.Volume, 8);

    private static JsonArray Candle(Bar bar) => new(
        bar.From.ToUnixTimeMilliseconds(), BinanceText.Number(bar.Open), BinanceText.Number(bar.High), BinanceText.Number(bar.Low), BinanceText.Number(bar.Close),
        BinanceText.Number(bar.Volume), bar.Until.ToUnixTimeMilliseconds() - 1, BinanceText.Number(bar.Value), bar.Trades, BinanceText.Number(bar.TakerBuys),
        BinanceText.Number(bar.TakerBuysValue), "0");

    private static JsonObject Row(PublicTrade trade) => new()
    {
        ["id"] = trade.Id,
        ["price"] = BinanceText.Number(trade.Price),
        ["qty"] = BinanceText.Number(trade.Quantity),
        ["quoteQty"] = BinanceText.Number(trade.Price * trade.Quantity),
        ["time"] = trade.Time.ToUnixTimeMilliseconds(),
        ["isBuyerMaker"] = trade.BuyerIsMaker,
        ["isRPITrade"] = false,
    };

    private static int Limit(BinanceCall call, int usual, int most) => (int)Math.Clamp(call.Whole("limit", usual), 1, most);

    private BinanceReply Each(BinanceCall call, Func<SimInstrument, JsonObject> row)
    {
        if (!call.Has("symbol")) return BinanceReply.Ok(new JsonArray([.. core.Instruments.Select(row)]));
        return call.NeedInstrument(core, out var instrument) ?? BinanceReply.Ok(row(instrument));
    }
}
