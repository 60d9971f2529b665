using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Figures about the market and the account's standing in it. The account is the only participant with a name: what the venue would count over
/// all of them is counted over it, and what needs many of them is an empty list.</summary>
public sealed class StatisticCalls(VenueCore core, MarketTape tape, VenueTime time)
{
    public BinanceReply OpenInterest(BinanceCall call) => call.NeedInstrument(core, out var instrument) ?? BinanceReply.Ok(new JsonObject
    {
        ["symbol"] = instrument.Symbol,
        ["openInterest"] = BinanceText.Number(Math.Abs(core.Position(instrument.Symbol).Position.Quantity)),
        ["time"] = time.Milliseconds,
    });

    /// <summary>Long/short ratios, taker volumes, composite indices, insurance fund: nothing to tell.</summary>
    public static BinanceReply Nothing(BinanceCall call) => BinanceReply.Ok(new JsonArray());

    public BinanceReply Constituents(BinanceCall call) => call.NeedInstrument(core, out var instrument) ?? BinanceReply.Ok(new JsonObject
    {
        ["symbol"] = instrument.Symbol,
        ["time"] = time.Milliseconds,
        ["constituents"] = new JsonArray(new JsonObject
        {
            ["exchange"] = "simulated",
            ["symbol"] = instrument.Symbol,
            ["price"] = BinanceText.Number(core.Reference(instrument.Symbol).Index),
            ["weight"] = "1.00000000",
        }),
    });

    public BinanceReply Basis(BinanceCall call)
    {
        if (call.Need("pair", out var pair) is { } no) return no;
        if (core.Instrument(pair) is null) return BinanceError.InvalidSymbol;
        var (index, last) = (core.Reference(pair).Index, tape.Last(pair));
        return BinanceReply.Ok(new JsonArray(new JsonObject
        {
            ["indexPrice"] = BinanceText.Number(index),
            ["contractType"] = "PERPETUAL",
            ["basisRate"] = BinanceText.Number(index == 0m ? 0m : Math.Round((last - index) / index, 4)),
            ["futuresPrice"] = BinanceText.Number(last),
            ["annualizedBasisRate"] = "",
            ["basis"] = BinanceText.Number(last - index),
            ["pair"] = pair,
            ["timestamp"] = time.Milliseconds,
        }));
    }

    public BinanceReply AdlQuantiles(BinanceCall call)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        return BinanceReply.Ok(new JsonArray([.. core.Positions().Where(p => symbol is null || p.Position.Symbol == symbol).Select(p => new JsonObject
        {
            ["symbol"] = p.Position.Symbol,
            ["adlQuantile"] = new JsonObject { ["LONG"] = 0, ["SHORT"] = 0, ["BOTH"] = 1 },
        })]));
    }

    public BinanceReply AdlRisk(BinanceCall call)
    {
        if (call.Has("symbol")) return call.NeedInstrument(core, out var instrument) ?? BinanceReply.Ok(Risk(instrument));
        return BinanceReply.Ok(new JsonArray([.. core.Instruments.Select(Risk)]));
    }

    public BinanceReply TradingStatus(BinanceCall call) => BinanceReply.Ok(new JsonObject { ["indicators"] = new JsonObject(), ["updateTime"] = time.Milliseconds });

    /// <summary>No contract here follows the hours of a stock exchange.</summary>
    public BinanceReply Schedule(BinanceCall call) => BinanceReply.Ok(new JsonObject { ["updateTime"] = time.Milliseconds, ["marketSchedules"] = new JsonObject() });

    public BinanceReply ForcedOrders(BinanceCall call)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 50), 1, 100));
        var found = core.Orders(symbol).Where(o => o.Origin is (SimOrderOrigin.Liquidation or SimOrderOrigin.Adl) && Fits(call, o) && o.CreatedAt.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        return BinanceReply.Ok(new JsonArray([.. found.TakeLast(limit).Select(OrderRows.Listed)]));
    }

    private static bool Fits(BinanceCall call, SimOrder order) =>
        !call.Has("autoCloseType") || (call.Text("autoCloseType") == "ADL") == (order.Origin == SimOrderOrigin.Adl);

    private JsonObject Risk(SimInstrument instrument) => new() { ["symbol"] = instrument.Symbol, ["adlRisk"] = "low", ["updateTime"] = time.Milliseconds };
}
