using System.Globalization;
using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Tests.Okx;

public class OkxAccountTests
{
    [Theory]
    [InlineData("buy", "60001", "0.0001", "173", "-0.06")]
    [InlineData("sell", "59999", "0.0001", "174", "0.06")]
    [InlineData("buy", "60001", "-0.0001", "174", "0.06")]
    public async Task case_59_funding_is_a_bill_of_type_8_with_the_sign_of_the_wallet(string side, string price, string rate, string subType, string change)
    {
        await using var okx = await OkxLoopback.Start();
        okx.Market.FundingRate = decimal.Parse(rate, CultureInfo.InvariantCulture);
        await okx.Place(OkxOrderTests.Order(side, "ioc", "1", price));
        okx.Clock.Jump(TimeSpan.FromHours(4));
        okx.World.Advance();
        var bill = Assert.Single(await okx.Rows("/api/v5/account/bills?instType=SWAP&type=8"))!.AsObject();
        Assert.Equal(("8", subType, change, change), (Text(bill, "type"), Text(bill, "subType"), Text(bill, "balChg"), Text(bill, "pnl")));
        Assert.Equal(("BTC-USDT-SWAP", "1767628800000"), (Text(bill, "instId"), Text(bill, "ts")));
        Assert.Equal(change, Text(await okx.Row("/api/v5/account/positions"), "fundingFee"));
        var history = await okx.Row("/api/v5/public/funding-rate-history?instId=BTC-USDT-SWAP");
        Assert.Equal((rate, "1767628800000"), (Text(history, "realizedRate"), Text(history, "fundingTime")));
    }

    [Fact]
    public async Task case_60_the_bills_add_up_to_the_cash_balance_to_the_last_digit()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "70.07", "60002"));
        await okx.Place(OkxOrderTests.Order("sell", "ioc", "13.31", "59999"));
        okx.Clock.Jump(TimeSpan.FromHours(4));
        okx.World.Advance();
        await okx.Place(OkxOrderTests.Order("sell", "ioc", "90", "59998"));
        var bills = await okx.Rows("/api/v5/account/bills");
        var cash = Number((await okx.Row("/api/v5/account/balance"))["details"]![0]!.AsObject(), "cashBal");
        Assert.Equal(cash, bills.Sum(bill => Number(bill!.AsObject(), "balChg")));
        Assert.Equal(cash, Number(bills[0]!.AsObject(), "bal"));
        Assert.Equal(cash, okx.World.Okx.Header().Wallet);
        foreach (var bill in bills.Where(bill => (string?)bill!["type"] == "2"))
        {
            Assert.Equal(Number(bill!.AsObject(), "balChg"), Number(bill.AsObject(), "pnl") + Number(bill.AsObject(), "fee"));
        }
    }

    [Fact]
    public async Task case_58_fills_are_paged_backwards_by_bill_id_without_loss_or_repeat()
    {
        await using var okx = await OkxLoopback.Start();
        for (var i = 0; i < 7; i++)
        {
            await okx.Place(OkxOrderTests.Order(i % 2 == 0 ? "buy" : "sell", "ioc", "0.5", i % 2 == 0 ? "60001" : "59999"));
        }

        var seen = new List<string>();
        var after = "";
        while (true)
        {
            var page = await okx.Rows($"/api/v5/trade/fills-history?instType=SWAP&limit=3{after}");
            if (page.Count == 0) break;
            seen.AddRange(page.Select(fill => (string)fill!["tradeId"]!));
            after = "&after=" + page[^1]!["billId"];
        }

        Assert.Equal(okx.World.Okx.Fills().Reverse().Select(fill => fill.TradeId.ToString(CultureInfo.InvariantCulture)), seen);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact]
    public async Task leverage_is_read_back_and_bounded()
    {
        await using var okx = await OkxLoopback.Start();
        var set = await okx.Post("/api/v5/account/set-leverage", """{"instId":"BTC-USDT-SWAP","lever":"5","mgnMode":"isolated"}""");
        Assert.Equal("5", (string?)set.Body["data"]![0]!["lever"]);
        Assert.Equal("5", Text(await okx.Row("/api/v5/account/leverage-info?instId=BTC-USDT-SWAP&mgnMode=isolated"), "lever"));
        var wide = await okx.Post("/api/v5/account/set-leverage", """{"instId":"BTC-USDT-SWAP","lever":"101","mgnMode":"isolated"}""");
        Assert.Equal("59102", (string?)wide.Body["code"]);
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "10", "60001"));
        Assert.Equal("1200.02", Text(await okx.Row("/api/v5/account/positions"), "margin"));
    }

    [Fact]
    public async Task fees_are_negative_and_found_by_the_instruments_group()
    {
        await using var okx = await OkxLoopback.Start();
        var fees = await okx.Row("/api/v5/account/trade-fee?instType=SWAP&instFamily=BTC-USDT");
        var instrument = await okx.Row("/api/v5/account/instruments?instType=SWAP&instId=BTC-USDT-SWAP");
        var group = fees["feeGroup"]!.AsArray().Single(g => (string?)g!["groupId"] == Text(instrument, "groupId"))!;
        Assert.Equal(("-0.0002", "-0.0005"), ((string?)group["maker"], (string?)group["taker"]));
    }

    [Fact]
    public async Task case_22_the_position_mode_cannot_change_under_a_position_and_two_sided_mode_takes_no_net_order()
    {
        await using var okx = await OkxLoopback.Start();
        Assert.Equal("net_mode", Text(await okx.Row("/api/v5/account/config"), "posMode"));
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001"));
        var blocked = await okx.Post("/api/v5/account/set-position-mode", """{"posMode":"long_short_mode"}""");
        Assert.Equal("59000", (string?)blocked.Body["code"]);
        await okx.Post("/api/v5/trade/close-position", """{"instId":"BTC-USDT-SWAP","mgnMode":"isolated"}""");
        await okx.Post("/api/v5/account/set-position-mode", """{"posMode":"long_short_mode"}""");
        Assert.Equal("long_short_mode", Text(await okx.Row("/api/v5/account/config"), "posMode"));
        Assert.Equal("51000", Text(await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001")), "sCode"));
    }

    private static string? Text(JsonObject row, string name) => (string?)row[name];

    private static decimal Number(JsonObject row, string name) => decimal.Parse((string)row[name]!, CultureInfo.InvariantCulture);
}
