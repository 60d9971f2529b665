using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Public calls (wire-protocols §1.5.1).</summary>
public sealed class MarketCalls(VenueCore core)
{
    private static readonly int[] Depths = [5, 10, 20, 50, 100, 500, 1000];

    private long Now => core.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public BinanceReply Time(BinanceCall call) => BinanceReply.Ok(new JsonObject { ["serverTime"] = Now });

    public BinanceReply ExchangeInfo(BinanceCall call) => BinanceReply.Ok(new JsonObject
    {
        ["timezone"] = "UTC",
        ["serverTime"] = Now,
        ["futuresType"] = "U_MARGINED",
        ["rateLimits"] = RateLimits(),
        ["exchangeFilters"] = new JsonArray(),
        ["assets"] = new JsonArray(new JsonObject { ["asset"] = "USDT", ["marginAvailable"] = true, ["autoAssetExchange"] = "0" }),
        ["symbols"] = new JsonArray([.. core.Instruments.Select(SymbolRow.Of)]),
    });

    public BinanceReply OrderLimits(BinanceCall call) => BinanceReply.Ok(new JsonArray(
        Limit("ORDERS", "SECOND", 10, BinanceWeights.OrdersPerTenSeconds), Limit("ORDERS", "MINUTE", 1, BinanceWeights.OrdersPerMinute)));

    public BinanceReply Depth(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var limit = call.Whole("limit", 500);
        if (!Depths.Contains((int)Math.Clamp(limit, 0, int.MaxValue))) return BinanceError.Of(-4021, $"{limit} is not valid depth limit.");
        var book = core.Book(instrument.Symbol, (int)limit);
        return BinanceReply.Ok(new JsonObject
        {
            ["lastUpdateId"] = book.Sequence,
            ["E"] = Now,
            ["T"] = book.Time.ToUnixTimeMilliseconds(),
            ["bids"] = Levels(book.Bids),
            ["asks"] = Levels(book.Asks),
        });
    }

    public BinanceReply BookTicker(BinanceCall call) => ForEach(call, instrument =>
    {
        var book = core.Book(instrument.Symbol, 1);
        return new JsonObject
        {
            ["lastUpdateId"] = book.Sequence,
            ["symbol"] = instrument.Symbol,
            ["bidPrice"] = BinanceText.Number(book.BestBid?.Price ?? 0m),
            ["bidQty"] = BinanceText.Number(book.BestBid?.Quantity ?? 0m),
            ["askPrice"] = BinanceText.Number(book.BestAsk?.Price ?? 0m),
            ["askQty"] = BinanceText.Number(book.BestAsk?.Quantity ?? 0m),
            ["time"] = book.Time.ToUnixTimeMilliseconds(),
        };
    });

    /// <summary>Nobody but the account trades here, so the mark stands for the last trade.</summary>
    public BinanceReply TickerPrice(BinanceCall call) => ForEach(call, instrument => new JsonObject
    {
        ["symbol"] = instrument.Symbol,
        ["price"] = BinanceText.Number(core.Reference(instrument.Symbol).Mark),
        ["time"] = Now,
    });

    /// <summary>The venue keeps no day's history: the day is flat at the present price, its volume is nought.</summary>
    public BinanceReply TickerDay(BinanceCall call) => ForEach(call, instrument =>
    {
        var price = BinanceText.Number(core.Reference(instrument.Symbol).Mark);
        return new JsonObject
        {
            ["symbol"] = instrument.Symbol,
            ["priceChange"] = "0",
            ["priceChangePercent"] = "0",
            ["weightedAvgPrice"] = price,
            ["lastPrice"] = price,
            ["lastQty"] = "0",
            ["openPrice"] = price,
            ["highPrice"] = price,
            ["lowPrice"] = price,
            ["volume"] = "0",
            ["quoteVolume"] = "0",
            ["openTime"] = Now - 86_400_000,
            ["closeTime"] = Now,
            ["firstId"] = 0,
            ["lastId"] = 0,
            ["count"] = 0,
        };
    });

    public BinanceReply PremiumIndex(BinanceCall call) => ForEach(call, instrument =>
    {
        var reference = core.Reference(instrument.Symbol);
        return new JsonObject
        {
            ["symbol"] = instrument.Symbol,
            ["markPrice"] = BinanceText.Number(reference.Mark),
            ["indexPrice"] = BinanceText.Number(reference.Index),
            ["estimatedSettlePrice"] = BinanceText.Number(reference.Index),
            ["lastFundingRate"] = BinanceText.Number(reference.FundingRate),
            ["interestRate"] = "0.0001",
            ["nextFundingTime"] = reference.NextFundingAt.ToUnixTimeMilliseconds(),
            ["time"] = Now,
        };
    });

    /// <summary>Only symbols whose interval is not the usual 8 h.</summary>
    public BinanceReply FundingInfo(BinanceCall call)
    {
        var hours = (int)core.Profile.FundingInterval.TotalHours;
        if (hours == 8) return BinanceReply.Ok(new JsonArray());
        return BinanceReply.Ok(new JsonArray([.. core.Instruments.Select(i => new JsonObject
        {
            ["symbol"] = i.Symbol,
            ["adjustedFundingRateCap"] = "0.003",
            ["adjustedFundingRateFloor"] = "-0.003",
            ["fundingIntervalHours"] = hours,
            ["disclaimer"] = false,
        })]));
    }

    public BinanceReply FundingRate(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 100), 1, 1000));
        var found = core.FundingHistory(instrument.Symbol).Where(s => s.Time.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        return BinanceReply.Ok(new JsonArray([.. (from > 0 ? found.Take(limit) : found.TakeLast(limit)).Select(s => new JsonObject
        {
            ["symbol"] = s.Symbol,
            ["fundingTime"] = s.Time.ToUnixTimeMilliseconds(),
            ["fundingRate"] = BinanceText.Number(s.Rate),
            ["markPrice"] = BinanceText.Number(s.Mark),
        })]));
    }

    /// <summary>Levels as pairs of texts.</summary>
    public static JsonArray Levels(IEnumerable<BookLevel> levels) =>
        new([.. levels.Select(l => new JsonArray(BinanceText.Number(l.Price), BinanceText.Number(l.Quantity)))]);

    private BinanceReply ForEach(BinanceCall call, Func<SimInstrument, JsonObject> row)
    {
        if (!call.Has("symbol")) return BinanceReply.Ok(new JsonArray([.. core.Instruments.Select(row)]));
        return call.NeedInstrument(core, out var instrument) ?? BinanceReply.Ok(row(instrument));
    }

    private static JsonArray RateLimits() => new(
        Limit("REQUEST_WEIGHT", "MINUTE", 1, BinanceWeights.WeightPerMinute),
        Limit("ORDERS", "MINUTE", 1, BinanceWeights.OrdersPerMinute),
        Limit("ORDERS", "SECOND", 10, BinanceWeights.OrdersPerTenSeconds));

    private static JsonObject Limit(string kind, string interval, int number, int limit) =>
        new() { ["rateLimitType"] = kind, ["interval"] = interval, ["intervalNum"] = number, ["limit"] = limit };
}
