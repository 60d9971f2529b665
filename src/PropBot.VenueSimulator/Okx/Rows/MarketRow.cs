using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>What the market looks like, the same on REST and in the channels (wire-protocols §2.5, §2.8.3).</summary>
public static class MarketRow
{
    public static JsonArray Levels(IEnumerable<BookLevel> levels, OkxContract contract) =>
        new([.. levels.Select(level => new JsonArray(OkxText.Number(level.Price), contract.Size(level.Quantity), "0", level.Quantity == 0m ? "0" : "1"))]);

    public static JsonObject Book(BookView book, int depth, OkxContract contract) => new()
    {
        ["asks"] = Levels(book.Asks.Take(depth), contract),
        ["bids"] = Levels(book.Bids.Take(depth), contract),
        ["ts"] = OkxText.Time(book.Time),
        ["seqId"] = book.Sequence,
    };

    /// <summary>A public trade; the side is the taker's.</summary>
    public static JsonObject Trade(SimTrade trade, OkxContract contract) => new()
    {
        ["instId"] = contract.InstId,
        ["tradeId"] = OkxText.Id(trade.Id),
        ["px"] = OkxText.Number(trade.Price),
        ["sz"] = contract.Size(trade.Quantity),
        ["side"] = OrderRow.SideWord(trade.TakerSide),
        ["source"] = "0",
        ["ts"] = OkxText.Time(trade.Time),
    };

    public static JsonObject Tier(OkxContract contract, decimal maintenanceRate) => new()
    {
        ["instType"] = "SWAP",
        ["instFamily"] = contract.Family,
        ["instId"] = contract.InstId,
        ["uly"] = contract.Family,
        ["tier"] = "1",
        ["minSz"] = "0",
        ["maxSz"] = OkxText.Number(contract.MaxSz),
        ["mmr"] = OkxText.Number(maintenanceRate),
        ["imr"] = OkxText.Number(Math.Round(1m / contract.MaxLever, 10)),
        ["maxLever"] = OkxText.Id(contract.MaxLever),
        ["optMgnFactor"] = "0",
        ["quoteMaxLoan"] = "",
        ["baseMaxLoan"] = "",
    };

    /// <summary>One liquidated position in <c>liquidation-orders</c>.</summary>
    public static JsonObject Liquidation(SimFill fill, OkxContract contract) => new()
    {
        ["instType"] = "SWAP",
        ["instFamily"] = contract.Family,
        ["instId"] = contract.InstId,
        ["uly"] = contract.Family,
        ["details"] = new JsonArray(new JsonObject
        {
            ["side"] = OrderRow.SideWord(fill.Side),
            ["posSide"] = fill.Side == SimSide.Buy ? "short" : "long",
            ["bkPx"] = OkxText.Number(fill.Price),
            ["bkLoss"] = "0",
            ["sz"] = contract.Size(fill.Quantity),
            ["ccy"] = "",
            ["ts"] = OkxText.Time(fill.Time),
        }),
    };

    /// <param name="held">Base coin: of this venue only the account's own position is known.</param>
    public static JsonObject OpenInterest(decimal held, decimal mark, OkxContract contract, DateTimeOffset now)
    {
        // Others hold a round number of coins that does not move, so that the figure is one a client may divide by.
        var coins = held + 10_000m;
        return new JsonObject
        {
            ["instType"] = "SWAP",
            ["instId"] = contract.InstId,
            ["oi"] = contract.Size(coins),
            ["oiCcy"] = OkxText.Number(coins),
            ["oiUsd"] = OkxText.Number(coins * mark),
            ["ts"] = OkxText.Time(now),
        };
    }

    public static JsonObject Mark(MarketReference reference, OkxContract contract, DateTimeOffset now) => new()
    {
        ["instType"] = "SWAP",
        ["instId"] = contract.InstId,
        ["markPx"] = OkxText.Number(reference.Mark),
        ["ts"] = OkxText.Time(now),
    };

    public static JsonObject Limit((decimal HighestBuy, decimal LowestSell) band, OkxContract contract, DateTimeOffset now) => new()
    {
        ["instType"] = "SWAP",
        ["instId"] = contract.InstId,
        ["buyLmt"] = OkxText.Number(band.HighestBuy),
        ["sellLmt"] = OkxText.Number(band.LowestSell),
        ["ts"] = OkxText.Time(now),
        ["enabled"] = true,
    };

    public static JsonObject Funding(MarketReference reference, FundingSettlement? settled, OkxContract contract, DateTimeOffset now) => new()
    {
        ["formulaType"] = "noRate",
        ["fundingRate"] = OkxText.Number(reference.FundingRate),
        ["fundingTime"] = OkxText.Time(reference.NextFundingAt),
        ["impactValue"] = "",
        ["instId"] = contract.InstId,
        ["instType"] = "SWAP",
        ["interestRate"] = "",
        ["maxFundingRate"] = "0.00375",
        ["method"] = "current_period",
        ["minFundingRate"] = "-0.00375",
        ["nextFundingRate"] = "",
        ["nextFundingTime"] = OkxText.Time(reference.NextFundingAt + reference.FundingInterval),
        ["prevFundingTime"] = OkxText.Time(reference.NextFundingAt - reference.FundingInterval),
        ["premium"] = reference.Index == 0m ? "" : OkxText.Number(Math.Round((reference.Mark / reference.Index) - 1m, 10)),
        ["settFundingRate"] = OkxText.Number(settled?.Rate),
        ["settState"] = "settled",
        ["ts"] = OkxText.Time(now),
    };

    public static JsonObject Settled(FundingSettlement settlement, OkxContract contract) => new()
    {
        ["formulaType"] = "noRate",
        ["instType"] = "SWAP",
        ["instId"] = contract.InstId,
        ["fundingRate"] = OkxText.Number(settlement.Rate),
        ["realizedRate"] = OkxText.Number(settlement.Rate),
        ["fundingTime"] = OkxText.Time(settlement.Time),
        ["method"] = "current_period",
    };

    private static JsonArray Upcoming(OkxContract contract)
    {
        if (contract.Upcoming is not { } change) return [];
        JsonObject Row(string name, decimal value) => new() { ["param"] = name, ["newValue"] = OkxText.Number(value), ["effTime"] = OkxText.Time(change.EffectiveAt) };
        var rows = new JsonArray();
        if (change.Tick is { } tick) rows.Add(Row("tickSz", tick));
        if (change.Step is { } step) rows.Add(Row("lotSz", contract.ToContracts(step)));
        if (change.MinQuantity is { } least) rows.Add(Row("minSz", contract.ToContracts(least)));
        return rows;
    }

    public static JsonObject Instrument(OkxContract contract) => new()
    {
        ["instType"] = "SWAP",
        ["instId"] = contract.InstId,
        ["instIdCode"] = contract.InstIdCode,
        ["instFamily"] = contract.Family,
        ["uly"] = contract.Family,
        ["category"] = "1",
        ["groupId"] = OkxVocabulary.FeeGroup,
        ["baseCcy"] = "",
        ["quoteCcy"] = "",
        ["settleCcy"] = "USDT",
        ["ctVal"] = OkxText.Number(contract.CtVal),
        ["ctMult"] = "1",
        ["ctValCcy"] = contract.Base,
        ["ctType"] = "linear",
        ["optType"] = "",
        ["stk"] = "",
        ["tickSz"] = OkxText.Number(contract.TickSz),
        ["lotSz"] = OkxText.Number(contract.LotSz),
        ["minSz"] = OkxText.Number(contract.MinSz),
        ["maxLmtSz"] = OkxText.Number(contract.MaxSz),
        ["maxMktSz"] = OkxText.Number(contract.MaxSz),
        ["maxLmtAmt"] = "20000000",
        ["maxMktAmt"] = "",
        ["maxTwapSz"] = OkxText.Number(contract.MaxSz),
        ["maxIcebergSz"] = OkxText.Number(contract.MaxSz),
        ["maxTriggerSz"] = OkxText.Number(contract.MaxSz),
        ["maxStopSz"] = OkxText.Number(contract.MaxSz),
        ["lever"] = OkxText.Id(contract.MaxLever),
        ["listTime"] = "1573557408000",
        ["expTime"] = "",
        ["contTdSwTime"] = "",
        ["openType"] = "",
        ["preMktSwTime"] = "",
        ["auctionEndTime"] = "",
        ["alias"] = "",
        ["state"] = contract.State,
        ["ruleType"] = "normal",
        ["posLmtAmt"] = "",
        ["posLmtPct"] = "",
        ["maxPlatOILmt"] = "",
        ["initPxLmtPct"] = "",
        ["floatPxLmtPct"] = "",
        ["maxPxLmtPct"] = "",
        ["upcChg"] = Upcoming(contract),
        ["instCategory"] = "1",
        ["futureSettlement"] = false,
        ["tradeQuoteCcyList"] = new JsonArray(),
    };
}
