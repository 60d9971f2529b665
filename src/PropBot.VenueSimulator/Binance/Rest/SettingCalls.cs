using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Leverage, margin and position mode, and their reading back (wire-protocols §1.5.2).</summary>
public sealed class SettingCalls(VenueCore core)
{
    private const string MostNotional = "100000000";
    private bool feeBurn;

    public BinanceReply Configuration(BinanceCall call) => BinanceReply.Ok(new JsonObject
    {
        ["feeTier"] = 0,
        ["canTrade"] = true,
        ["canDeposit"] = true,
        ["canWithdraw"] = false,
        ["dualSidePosition"] = core.Header().HedgeMode,
        ["updateTime"] = 0,
        ["multiAssetsMargin"] = false,
        ["tradeGroupId"] = -1,
    });

    public BinanceReply Symbols(BinanceCall call)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        return BinanceReply.Ok(new JsonArray([.. core.Instruments.Where(i => symbol is null || i.Symbol == symbol).Select(i => core.Setting(i.Symbol)).Select(s => new JsonObject
        {
            ["symbol"] = s.Symbol,
            ["marginType"] = s.Isolated ? "ISOLATED" : "CROSSED",
            ["isAutoAddMargin"] = "false",
            ["leverage"] = s.Leverage,
            ["maxNotionalValue"] = MostNotional,
        })]));
    }

    public BinanceReply SetLeverage(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        if (call.NeedWhole("leverage", out var leverage) is { } noLeverage) return noLeverage;
        return core.SetLeverage(instrument.Symbol, (int)Math.Clamp(leverage, int.MinValue, int.MaxValue)) switch
        {
            SimRefusal.OutOfRange => BinanceError.Of(-4028, $"Leverage {leverage} is not valid"),
            { } => BinanceError.Of(-4161, "Leverage reduction is not supported in Isolated Margin Mode with open positions"),
            null => BinanceReply.Ok(new JsonObject { ["leverage"] = leverage, ["maxNotionalValue"] = MostNotional, ["symbol"] = instrument.Symbol }),
        };
    }

    public BinanceReply SetMarginType(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        if (call.Need("marginType", out var word) is { } noWord) return noWord;
        if (word is not ("ISOLATED" or "CROSSED")) return BinanceError.Of(-4049, "Invalid margin type.");
        return core.SetMarginMode(instrument.Symbol, word == "ISOLATED") switch
        {
            SimRefusal.NothingToChange => BinanceError.Of(-4046, "No need to change margin type."),
            SimRefusal.OpenOrdersInTheWay => BinanceError.Of(-4047, "Margin type cannot be changed if there exists open orders."),
            { } => BinanceError.Of(-4048, "Margin type cannot be changed if there exists position."),
            null => Success(),
        };
    }

    public BinanceReply PositionMode(BinanceCall call) => BinanceReply.Ok(new JsonObject { ["dualSidePosition"] = core.Header().HedgeMode });

    public BinanceReply SetPositionMode(BinanceCall call) => call.NeedFlag("dualSidePosition", out var dual) ?? core.SetHedgeMode(dual) switch
    {
        SimRefusal.NothingToChange => BinanceError.Of(-4059, "No need to change position side."),
        SimRefusal.OpenOrdersInTheWay => BinanceError.Of(-4067, "Position side cannot be changed if there exists open orders."),
        { } => BinanceError.Of(-4068, "Position side cannot be changed if there exists position."),
        null => Success(),
    };

    public BinanceReply MultiAssets(BinanceCall call) => BinanceReply.Ok(new JsonObject { ["multiAssetsMargin"] = false });

    /// <summary>The engine margins in USDT alone.</summary>
    public BinanceReply SetMultiAssets(BinanceCall call) => call.NeedFlag("multiAssetsMargin", out var on) ?? (on
        ? BinanceError.Of(-4168, "Unable to adjust to Multi-Assets mode with symbols of USDⓈ-M Futures under isolated-margin mode.")
        : BinanceError.Of(-4171, "No need to change multi-assets margin mode."));

    public BinanceReply FeeBurn(BinanceCall call) => BinanceReply.Ok(new JsonObject { ["feeBurn"] = feeBurn });

    /// <summary>The account holds no BNB: fees stay in USDT whatever is chosen, as at the venue.</summary>
    public BinanceReply SetFeeBurn(BinanceCall call)
    {
        if (call.NeedFlag("feeBurn", out var on) is { } no) return no;
        feeBurn = on;
        return Success();
    }

    public BinanceReply Brackets(BinanceCall call)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        return BinanceReply.Ok(new JsonArray([.. core.Instruments.Where(i => symbol is null || i.Symbol == symbol).Select(i => new JsonObject
        {
            ["symbol"] = i.Symbol,
            ["notionalCoef"] = 1,
            ["brackets"] = new JsonArray(new JsonObject
            {
                ["bracket"] = 1,
                ["initialLeverage"] = core.Profile.MaxLeverage,
                ["notionalCap"] = 100_000_000,
                ["notionalFloor"] = 0,
                ["maintMarginRatio"] = core.Profile.MaintenanceRate,
                ["cum"] = 0,
            }),
        })]));
    }

    private static BinanceReply Success() => BinanceReply.Ok(new JsonObject { ["code"] = 200, ["msg"] = "success" });
}
