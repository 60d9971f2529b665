using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Private REST about the account (wire-protocols §2.6).</summary>
public sealed class AccountCalls(VenueCore venue, OkxListing listing, MarketCalls market)
{
    public void Register(OkxRouter router)
    {
        router.Read("account/balance", Balance);
        router.Read("account/positions", Positions);
        router.Read("account/config", _ => OkxEnvelope.Data(Config()));
        router.Write("account/set-position-mode", SetPositionMode);
        router.Write("account/set-leverage", SetLeverage);
        router.Read("account/leverage-info", LeverageInfo);
        router.Read("account/trade-fee", TradeFee);
        router.Read("account/instruments", market.Instruments);
        router.Read("account/risk-state", _ => OkxEnvelope.Data(new JsonObject
        {
            ["atRisk"] = false,
            ["atRiskIdx"] = new JsonArray(),
            ["atRiskMgn"] = new JsonArray(),
            ["ts"] = OkxText.Time(Now),
        }));
        router.Read("account/account-position-risk", _ => OkxEnvelope.Data(PositionRisk()));
    }

    private DateTimeOffset Now => venue.Now;

    private OkxReply Balance(OkxCall call)
    {
        var row = BalanceRow.Of(venue.Account(), Now);
        if (call["ccy"] is { } wanted && !wanted.Split(',').Contains("USDT")) row["details"] = new JsonArray();
        return OkxEnvelope.Data(row);
    }

    private OkxReply Positions(OkxCall call)
    {
        var ids = call["instId"]?.Split(',');
        var rows = venue.Positions()
            .Where(view => call["instType"] is null or "SWAP" && (ids is null || ids.Contains(listing.OfSymbol(view.Position.Symbol).InstId)))
            .Select(view => PositionRow.Of(view, listing.OfSymbol(view.Position.Symbol), Now));
        return OkxEnvelope.Data(new JsonArray([.. rows]));
    }

    private JsonObject Config() => new()
    {
        ["acctLv"] = "2",
        ["posMode"] = PositionMode(venue.Header().HedgeMode),
        ["acctStpMode"] = venue.SelfTrade.Word(),
        ["uid"] = OkxVocabulary.Uid,
        ["mainUid"] = OkxVocabulary.Uid,
        ["level"] = "Lv1",
        ["levelTmp"] = "",
        ["perm"] = "read_only,trade",
        ["ip"] = "127.0.0.1",
        ["kycLv"] = "3",
        ["label"] = "simulated",
        ["feeType"] = "0",
        ["settleCcy"] = "USDT",
        ["settleCcyList"] = new JsonArray("USDT"),
        ["ctIsoMode"] = "automatic",
        ["mgnIsoMode"] = "automatic",
        ["opAuth"] = "0",
        ["roleType"] = "0",
        ["type"] = "0",
        ["autoLoan"] = false,
        ["enableSpotBorrow"] = false,
        ["greeksType"] = "PA",
        ["liquidationGear"] = "",
        ["spotBorrowAutoRepay"] = false,
        ["spotOffsetType"] = "",
        ["spotRoleType"] = "0",
        ["spotTraderInsts"] = new JsonArray(),
        ["traderInsts"] = new JsonArray(),
        ["stgyType"] = "0",
    };

    private OkxReply SetPositionMode(OkxCall call)
    {
        if (call["posMode"] is not ("net_mode" or "long_short_mode")) return OkxEnvelope.Refusal(OkxError.ParameterWrong("posMode"));
        return venue.SetHedgeMode(call["posMode"] == "long_short_mode") is SimRefusal.OpenOrdersInTheWay or SimRefusal.PositionInTheWay
            ? OkxEnvelope.Refusal(OkxError.SettingBlocked)
            : OkxEnvelope.Data(new JsonObject { ["posMode"] = call["posMode"] });
    }

    private OkxReply SetLeverage(OkxCall call)
    {
        if (!listing.TryFind(call["instId"], out var contract)) return OkxEnvelope.Refusal(OkxError.InstrumentUnknown);
        if (call["mgnMode"] is not ("cross" or "isolated")) return OkxEnvelope.Refusal(OkxError.ParameterWrong("mgnMode"));
        if (!OkxText.TryNumber(call["lever"], out var lever) || lever < 1m || lever % 1m != 0m) return OkxEnvelope.Refusal(OkxError.ParameterWrong("lever"));
        if (lever > venue.Profile.MaxLeverage) return OkxEnvelope.Refusal(OkxError.LeverageTooHigh);
        return venue.SetLeverage(contract.Symbol, (int)lever) switch
        {
            null or SimRefusal.NothingToChange => OkxEnvelope.Data(new JsonArray([.. Leverage(contract, call["mgnMode"]!)])),
            SimRefusal.OutOfRange => OkxEnvelope.Refusal(OkxError.LeverageTooHigh),
            _ => OkxEnvelope.Refusal(OkxError.LeverageUnderPosition),
        };
    }

    private OkxReply LeverageInfo(OkxCall call)
    {
        if (call["mgnMode"] is not { } modes) return OkxEnvelope.Refusal(OkxError.ParameterEmpty("mgnMode"));
        var rows = new JsonArray();
        foreach (var id in (call["instId"] ?? "").Split(','))
        {
            if (!listing.TryFind(id, out var contract)) return OkxEnvelope.Refusal(OkxError.InstrumentUnknown);
            foreach (var row in modes.Split(',').SelectMany(mode => Leverage(contract, mode))) rows.Add(row);
        }

        return OkxEnvelope.Data(rows);
    }

    /// <summary>One row; two in two-sided mode when the margin is isolated.</summary>
    private IEnumerable<JsonObject> Leverage(OkxContract contract, string mode) =>
        (venue.Header().HedgeMode && mode == "isolated" ? new[] { SimPositionSide.Long, SimPositionSide.Short } : [SimPositionSide.Net]).Select(side => new JsonObject
        {
            ["instId"] = contract.InstId,
            ["mgnMode"] = mode,
            ["posSide"] = side.Word(),
            ["lever"] = OkxText.Id(venue.Setting(contract.Symbol).Leverage),
            ["ccy"] = "",
        });

    private OkxReply TradeFee(OkxCall call)
    {
        if (call["instType"] is null) return OkxEnvelope.Refusal(OkxError.ParameterEmpty("instType"));
        // What is paid is negative; the fields outside feeGroup are deprecated but still there (§2.6).
        var maker = OkxText.Number(-venue.Profile.MakerRate);
        var taker = OkxText.Number(-venue.Profile.TakerRate);
        return OkxEnvelope.Data(new JsonObject
        {
            ["category"] = "1",
            ["delivery"] = "",
            ["exercise"] = "",
            ["instType"] = call["instType"],
            ["isSpecial"] = "0",
            ["level"] = "Lv1",
            ["settle"] = "",
            ["ruleType"] = "normal",
            ["maker"] = "",
            ["taker"] = "",
            ["makerU"] = maker,
            ["takerU"] = taker,
            ["makerUSDC"] = maker,
            ["takerUSDC"] = taker,
            ["feeGroup"] = new JsonArray(new JsonObject { ["groupId"] = OkxVocabulary.FeeGroup, ["maker"] = maker, ["taker"] = taker, ["rpiMaker"] = "" }),
            ["fiat"] = new JsonArray(),
            ["ts"] = OkxText.Time(Now),
        });
    }

    /// <summary>Equity and positions of one moment.</summary>
    private JsonObject PositionRisk() => new()
    {
        ["ts"] = OkxText.Time(Now),
        ["adjEq"] = OkxText.Number(venue.Account().Equity),
        ["balData"] = new JsonArray(new JsonObject
        {
            ["ccy"] = "USDT",
            ["eq"] = OkxText.Number(venue.Account().Equity),
            ["disEq"] = OkxText.Number(venue.Account().Equity),
        }),
        ["posData"] = new JsonArray([.. venue.Positions().Select(view => PositionRow.Of(view, listing.OfSymbol(view.Position.Symbol), Now))]),
    };

    private static string PositionMode(bool twoSided) => twoSided ? "long_short_mode" : "net_mode";
}
