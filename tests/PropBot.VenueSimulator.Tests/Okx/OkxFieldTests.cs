using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Sockets;

namespace PropBot.VenueSimulator.Tests.Okx;

/// <summary>Every field that replies of the real venue have, as recorded in the test data of public clients (2025, 2026) and in OKX's documents, is here too.</summary>
public sealed class OkxFieldTests : IDisposable
{
    private const string Order = """
        accFillSz algoClOrdId algoId attachAlgoClOrdId attachAlgoOrds avgPx cTime cancelSource cancelSourceReason category ccy clOrdId fee feeCcy fillPx fillSz
        fillTime instId instType isTpLimit lever linkedAlgoOrd ordId ordType pnl posSide px pxType pxUsd pxVol quickMgnType rebate rebateCcy reduceOnly side
        slOrdPx slTriggerPx slTriggerPxType source state stpId stpMode sz tag tdMode tgtCcy tpOrdPx tpTriggerPx tpTriggerPxType tradeId uTime
        """;

    private const string PushedOrder = Order + """
         amendResult amendSource code execType fillFee fillFeeCcy fillNotionalUsd fillPnl fillPxVol fillPxUsd fillMarkVol fillFwdPx fillMarkPx msg notionalUsd
        reqId lastPx
        """;

    private const string Position = """
        adl availPos avgPx cTime ccy deltaBS deltaPA gammaBS gammaPA imr instId instType interest idxPx usdPx bePx last lever liab liabCcy liqPx markPx margin
        mgnMode mgnRatio mmr notionalUsd optVal pendingCloseOrdLiabVal pTime pos baseBal quoteBal baseBorrowed baseInterest quoteBorrowed quoteInterest posCcy
        posId posSide spotInUseAmt spotInUseCcy clSpotInUseAmt maxSpotInUseAmt bizRefId bizRefType thetaBS thetaPA tradeId uTime upl uplLastPx uplRatio
        uplRatioLastPx vegaBS vegaPA realizedPnl pnl fee fundingFee liqPenalty closeOrderAlgo nonSettleAvgPx settledPnl
        """;

    private const string Account = """
        adjEq availEq borrowFroz details imr isoEq mgnRatio mmr notionalUsd notionalUsdForBorrow notionalUsdForFutures notionalUsdForOption notionalUsdForSwap
        ordFroz totalEq uTime upl
        """;

    private const string Coin = """
        accAvgPx availBal availEq borrowFroz cashBal ccy clSpotInUseAmt coinUsdPrice collateralEnabled crossLiab disEq eq eqUsd fixedBal frozenBal imr interest
        isoEq isoLiab isoUpl liab maxLoan maxSpotInUseAmt mgnRatio mmr notionalLever openAvgPx ordFrozen rewardBal smtSyncEq spotBal spotCopyTradingEq
        spotInUseAmt spotIsoBal spotUpl spotUplRatio stgyEq totalPnl totalPnlRatio twap uTime upl uplLiab
        """;

    private const string Instrument = """
        alias auctionEndTime baseCcy category contTdSwTime ctMult ctType ctVal ctValCcy expTime futureSettlement groupId instCategory instFamily instId instIdCode
        instType lever listTime lotSz maxIcebergSz maxLmtAmt maxLmtSz maxMktAmt maxMktSz maxPlatOILmt maxStopSz maxTriggerSz maxTwapSz minSz openType optType
        posLmtAmt posLmtPct preMktSwTime quoteCcy ruleType settleCcy state stk tickSz tradeQuoteCcyList uly upcChg initPxLmtPct floatPxLmtPct maxPxLmtPct
        """;

    private const string Bill = """
        bal balChg billId ccy clOrdId execType fee fillFwdPx fillIdxPx fillMarkPx fillMarkVol fillPxUsd fillPxVol fillTime from instId instType interest mgnMode
        notes ordId pnl posBal posBalChg px subType sz tag to tradeId ts type
        """;

    private const string Fill = """
        side fillSz fillPx fillPxVol fillFwdPx fee fillPnl ordId feeRate instType fillPxUsd instId clOrdId posSide billId subType fillMarkVol tag fillTime execType
        fillIdxPx tradeId fillMarkPx feeCcy ts
        """;

    private const string Ticker = """
        instType instId last lastSz askPx askSz bidPx bidSz open24h high24h low24h volCcy24h vol24h sodUtc0 sodUtc8 ts
        """;

    private const string Funding = """
        formulaType fundingRate fundingTime impactValue instId instType interestRate maxFundingRate method minFundingRate nextFundingRate nextFundingTime premium
        settFundingRate settState ts
        """;

    private readonly OkxInMemory okx = new();

    [Theory]
    [InlineData("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a1", Order)]
    [InlineData("/api/v5/trade/orders-history?instType=SWAP", Order)]
    [InlineData("/api/v5/account/positions", Position)]
    [InlineData("/api/v5/account/balance", Account)]
    [InlineData("/api/v5/public/instruments?instType=SWAP", Instrument)]
    [InlineData("/api/v5/account/bills", Bill)]
    [InlineData("/api/v5/trade/fills", Fill)]
    [InlineData("/api/v5/market/ticker?instId=BTC-USDT-SWAP", Ticker)]
    [InlineData("/api/v5/public/funding-rate?instId=BTC-USDT-SWAP", Funding)]
    [InlineData("/api/v5/public/price-limit?instId=BTC-USDT-SWAP", "instType instId buyLmt sellLmt ts enabled")]
    [InlineData("/api/v5/public/mark-price?instType=SWAP", "instType instId markPx ts")]
    [InlineData("/api/v5/public/open-interest?instType=SWAP", "instType instId oi oiCcy oiUsd ts")]
    [InlineData("/api/v5/public/position-tiers?instType=SWAP&tdMode=cross&instFamily=BTC-USDT",
        "baseMaxLoan imr instId maxLever maxSz minSz mmr optMgnFactor quoteMaxLoan tier uly instFamily")]
    [InlineData("/api/v5/market/books?instId=BTC-USDT-SWAP&sz=5", "asks bids ts seqId")]
    [InlineData("/api/v5/market/trades?instId=BTC-USDT-SWAP", "instId side sz source px tradeId ts")]
    [InlineData("/api/v5/account/config",
        "acctLv acctStpMode autoLoan ctIsoMode enableSpotBorrow greeksType feeType ip type kycLv label level levelTmp liquidationGear mainUid mgnIsoMode opAuth perm posMode roleType spotBorrowAutoRepay spotOffsetType spotRoleType spotTraderInsts stgyType traderInsts uid settleCcy settleCcyList")]
    [InlineData("/api/v5/account/trade-fee?instType=SWAP", "category delivery exercise feeGroup instType level maker makerU makerUSDC taker takerU takerUSDC ts fiat ruleType settle")]
    public async Task case_08_a_reply_has_every_field_of_the_real_one(string path, string fields)
    {
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001", "a1"));
        Has(await okx.Row(path), fields);
    }

    [Fact]
    public async Task case_08_the_coin_the_closed_position_and_the_acknowledgement_too()
    {
        var ack = await okx.Post("/api/v5/trade/order", OkxOrderTests.Order("buy", "ioc", "1", "60001", "a1"));
        Has(ack, "code msg data inTime outTime");
        Has(ack["data"]![0]!.AsObject(), "clOrdId ordId tag ts sCode sMsg subCode");
        Has((await okx.Row("/api/v5/account/balance"))["details"]![0]!.AsObject(), Coin);
        await okx.Post("/api/v5/trade/close-position", """{"instId":"BTC-USDT-SWAP","mgnMode":"isolated"}""");
        Has(await okx.Row("/api/v5/account/positions-history"),
            "cTime ccy closeAvgPx closeTotalPos direction fee fundingFee instId instType lever liqPenalty mgnMode openAvgPx openMaxPos pnl pnlRatio posId posSide realizedPnl triggerPx type uTime uly");
    }

    [Fact]
    public async Task case_08_a_push_has_every_field_of_the_real_one()
    {
        var line = okx.LogIn();
        foreach (var arg in new[] { """{"channel":"orders","instType":"SWAP"}""", """{"channel":"positions","instType":"SWAP"}""", """{"channel":"account"}""", """{"channel":"balance_and_position"}""" })
        {
            line.Subscribe(arg);
            line.TakeAll();
        }

        await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001", "a1"));
        var rows = line.TakeAll().Where(frame => frame["data"] is not null).ToLookup(frame => (string)frame["arg"]!["channel"]!, frame => frame["data"]![0]!.AsObject());
        Assert.All(rows["orders"], row => Has(row, PushedOrder));
        Assert.All(rows["positions"], row => Has(row, Position));
        Assert.All(rows["account"], row => Has(row, Account));
        Assert.All(rows["balance_and_position"], row => Has(row, "pTime eventType balData posData trades"));
        Has(rows["balance_and_position"].First()["posData"]![0]!.AsObject(), "posId tradeId instId instType mgnMode posSide pos ccy posCcy avgPx uTime");
        Assert.Equal(4, rows.Count);
    }

    [Fact]
    public void case_08_a_public_push_too()
    {
        var line = okx.Open(OkxDoor.Public);
        foreach (var (channel, fields) in new[]
        {
            ("tickers", Ticker), ("funding-rate", Funding), ("books5", "asks bids instId ts seqId"), ("books", "asks bids ts checksum seqId prevSeqId"), ("bbo-tbt", "asks bids ts seqId"),
            ("mark-price", "instType instId markPx ts"), ("open-interest", "instType instId oi oiCcy oiUsd ts"),
        })
        {
            line.Subscribe($$"""{"channel":"{{channel}}","instId":"BTC-USDT-SWAP"}""");
            Has(Assert.Single(line.Rows(channel)), fields);
        }
    }

    public void Dispose() => okx.Dispose();

    private static void Has(JsonObject row, string fields)
    {
        var names = fields.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([], names.Where(name => !row.ContainsKey(name)));
    }
}
