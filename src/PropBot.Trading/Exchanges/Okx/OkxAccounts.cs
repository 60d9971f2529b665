using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>Account shapes of OKX (§2.6, §2.8.4) to ours: positions, balances, fees, funding bills. Pure.</summary>
internal static class OkxAccounts
{
    /// <summary>Signed position. Net mode signs <c>pos</c> itself; in long/short mode the side does.</summary>
    public static PositionFact? Position(JsonElement item, OkxContract contract, DateTimeOffset at)
    {
        // A closed position may be pushed with pos "" or "0"; both mean flat.
        var contracts = item.Number("pos") ?? (item.Text("pos").Length == 0 ? 0m : null);
        if (contracts is not { } size) return null;
        var signed = item.Text("posSide") == "short" ? -Math.Abs(size) : size;
        var margin = item.Number("margin") ?? item.Number("imr");
        return new PositionFact(
            Venue.Okx, contract.Symbol, contract.ToBase(signed), new Price(item.Number("avgPx") ?? 0m), PriceSet(item, "markPx"), PriceSet(item, "liqPx"),
            margin is { } m ? Money.OfUsdt(m) : null, item.Number("upl") is { } upl ? Money.OfUsdt(upl) : null, item.Time("uTime") ?? at);
    }

    public static PositionFact Flat(OkxContract contract, DateTimeOffset at) =>
        new(Venue.Okx, contract.Symbol, 0m, default, null, null, null, null, at);

    /// <summary>
    /// One row of <c>details</c>. The wallet is equity less unrealised PnL, not cashBal, because OKX moves the margin of an isolated
    /// position out of cashBal. Our margin ratio is maintenance / equity, the inverse sense of OKX's mgnRatio.
    /// </summary>
    public static BalanceFact? Balance(JsonElement detail, DateTimeOffset at)
    {
        var currency = detail.Text("ccy");
        var equity = detail.Number("eq") ?? detail.Number("cashBal");
        if (currency.Length == 0 || equity is not { } eq) return null;
        var wallet = detail.Number("upl") is { } upl && detail.Number("eq") is not null ? eq - upl : detail.Number("cashBal") ?? eq;
        decimal? ratio = detail.Number("mmr") is { } maintenance && eq > 0m ? maintenance / eq : null;
        return new BalanceFact(Venue.Okx, currency, wallet, eq, detail.Number("availEq") ?? detail.Number("availBal") ?? 0m, ratio, detail.Time("uTime") ?? at);
    }

    /// <summary>The rates of the instrument's fee group; the top-level rates are deprecated (§2.6). OKX: negative is paid.</summary>
    public static FeeRates? Fees(JsonElement item, OkxContract contract)
    {
        var groups = item.Items("feeGroup").ToList();
        var group = groups.Find(g => g.Text("groupId") == contract.GroupId);
        if (group.ValueKind == JsonValueKind.Undefined && groups.Count == 1 && contract.GroupId.Length == 0) group = groups[0];
        if (group.Number("maker") is not { } maker || group.Number("taker") is not { } taker) return null;
        return new FeeRates(-maker, -taker);
    }

    /// <summary>
    /// A bill of type 8. The amount stands in balChg, or in pnl where the position's own margin paid; subType 173 paid and 174 received
    /// settle the sign.
    /// </summary>
    public static FundingPayment? Funding(JsonElement bill, OkxContract contract)
    {
        var amount = bill.NumberSet("balChg") ?? bill.Number("pnl") ?? bill.Number("balChg");
        if (amount is not { } value || bill.Text("billId") is not { Length: > 0 } id || bill.Time("ts") is not { } at) return null;
        var signed = bill.Text("subType") switch
        {
            "173" => -Math.Abs(value),
            "174" => Math.Abs(value),
            _ => value,
        };
        var currency = bill.Text("ccy") is { Length: > 0 } ccy ? ccy : Money.Usdt;
        return new FundingPayment(Venue.Okx, contract.Symbol, id, new Money(signed, currency), at);
    }

    /// <summary>A bill of type 1: in (positive) or out of the trading account.</summary>
    public static WalletTransfer? Transfer(JsonElement bill) =>
        bill.NumberSet("balChg") is { } amount && bill.Text("billId") is { Length: > 0 } id && bill.Time("ts") is { } at
            ? new WalletTransfer(Venue.Okx, id, new Money(amount, bill.Text("ccy") is { Length: > 0 } ccy ? ccy : Money.Usdt), at)
            : null;

    private static Price? PriceSet(JsonElement item, string name) => item.NumberSet(name) is { } value ? new Price(value) : null;
}
