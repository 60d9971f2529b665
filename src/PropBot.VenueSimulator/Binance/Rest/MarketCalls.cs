using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Limits;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Public calls (wire-protocols §1.5.1).</summary>
public sealed class MarketCalls(VenueCore core, VenueTime time)
{
    private static readonly int[] Depths = [5, 10, 20, 50, 100, 500, 1000];

    private long Now => time.Milliseconds;

    public BinanceReply Time(BinanceCall call) => BinanceReply.Ok(new JsonObject { ["serverTime"] = Now });

    public BinanceReply ExchangeInfo(BinanceCall call) => BinanceReply.Ok(new JsonObject
    {
        ["timezone"] = "UTC",
        ["serverTime"] = Now,
        ["futuresType"] = "U_MARGINED",
        ["rateLimits"] = BinanceLimits.Listed(),
        ["exchangeFilters"] = new JsonArray(),
        ["assets"] = new JsonArray(new JsonObject { ["asset"] = "USDT", ["marginAvailable"] = true, ["autoAssetExchange"] = "0" }),
        ["symbols"] = new JsonArray([.. core.Instruments.Select(SymbolRow.Of)]),
    });

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
        var adjusted = core.Instruments.Select(i => core.Reference(i.Symbol)).Where(r => r.FundingInterval != TimeSpan.FromHours(8));
        return BinanceReply.Ok(new JsonArray([.. adjusted.Select(r => new JsonObject
        {
            ["symbol"] = r.Symbol,
            ["adjustedFundingRateCap"] = "0.003",
            ["adjustedFundingRateFloor"] = "-0.003",
            ["fundingIntervalHours"] = (int)r.FundingInterval.TotalHours,
            ["disclaimer"] = false,
        })]));
    }

    public BinanceReply FundingRate(BinanceCall call)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 100), 1, 1000));
        var all = core.Instruments.Where(i => symbol is null || i.Symbol == symbol).SelectMany(i => core.FundingHistory(i.Symbol)).OrderBy(s => s.Time);
        var found = all.Where(s => s.Time.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        return BinanceReply.Ok(new JsonArray([.. (from > 0 ? found.Take(limit) : found.TakeLast(limit)).Select(s => new JsonObject
        {
            ["symbol"] = s.Symbol,
            ["fundingTime"] = s.Time.ToUnixTimeMilliseconds(),
            ["fundingRate"] = BinanceText.Number(s.Rate),
            ["markPrice"] = BinanceText.Number(s.Mark),
            ["rateType"] = "Regular",
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
}
