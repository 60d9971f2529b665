using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// OKX shapes to ours and back: contracts ↔ base coin, fee sign, order states. Pure. A null result means the message lacks a field
/// without which it has no meaning.
/// </summary>
internal static class OkxMapping
{
    private const string FamilyEnd = "-USDT";
    private const decimal NoMaximum = 1_000_000_000_000m;

    /// <summary>A linear USDT swap, or null for anything else (§2.5: ctType, settleCcy, instFamily).</summary>
    public static OkxContract? Contract(JsonElement item)
    {
        var family = item.Text("instFamily");
        if (item.Text("ctType") != "linear" || item.Text("settleCcy") != Money.Usdt || !family.EndsWith(FamilyEnd, StringComparison.Ordinal)) return null;
        var multiplier = (item.Number("ctVal") ?? 0m) * (item.Number("ctMult") ?? 1m);
        decimal tick = item.Number("tickSz") ?? 0m, lot = item.Number("lotSz") ?? 0m;
        return multiplier > 0m && tick > 0m && lot > 0m ? Contract(item, family, multiplier, tick, lot) : null;
    }

    private static OkxContract Contract(JsonElement item, string family, decimal multiplier, decimal tick, decimal lot) => new(
        item.Text("instId"), family, family[..^FamilyEnd.Length] + Money.Usdt, item.Text("groupId"), multiplier, tick, lot,
        item.Number("minSz") ?? lot, item.Number("maxLmtSz") ?? NoMaximum, Status(item.Text("state")),
        long.TryParse(item.Text("instIdCode"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var code) ? code : null,
        item.Items("upcChg").Select(change => change.Time("effTime")).Min());

    // post_only takes no IOC, but trying to close costs nothing while opening is pointless.
    private static InstrumentStatus Status(string state) => state switch
    {
        "live" => InstrumentStatus.Trading,
        "post_only" => InstrumentStatus.CloseOnly,
        _ => InstrumentStatus.Halted,
    };

    /// <summary>An order from trade/order, orders-pending or the orders channel; all three have one shape.</summary>
    public static OrderUpdate? Order(JsonElement item, OkxContract contract)
    {
        if (item.Number("sz") is not { } size || item.Text("ordId") is not { Length: > 0 } venueId || SideOf(item) is not { } side) return null;
        if (StatusOf(item.Text("state")) is not { } status) return null;
        return new OrderUpdate(
            Venue.Okx, contract.Symbol, item.Text("clOrdId"), venueId, side, new Quantity(contract.ToBase(size)), PriceOf(item, "px"),
            item.Text("reduceOnly") == "true", status, new Quantity(contract.ToBase(item.Number("accFillSz") ?? 0m)), PriceOf(item, "avgPx"),
            EndReason(item, status), item.Time("uTime") ?? item.Time("cTime") ?? DateTimeOffset.UnixEpoch);
    }

    /// <summary>A row of trade/orders-algo-pending as an order that rests. It is told as foreign: we never place one.</summary>
    public static OrderUpdate? AlgoOrder(JsonElement item, OkxContract contract)
    {
        if (item.Text("algoId") is not { Length: > 0 } venueId || SideOf(item) is not { } side) return null;
        // closeFraction orders carry no size: they close the whole position.
        return new OrderUpdate(
            Venue.Okx, contract.Symbol, "", venueId, side, new Quantity(contract.ToBase(item.Number("sz") ?? 0m)), PriceOf(item, "ordPx"),
            item.Text("reduceOnly") == "true", VenueOrderStatus.Live, default, null, "", item.Time("uTime") ?? item.Time("cTime") ?? DateTimeOffset.UnixEpoch);
    }

    /// <summary>A row of trade/fills. OKX writes a paid fee as negative; ours is a cost.</summary>
    public static Fill? TradeFill(JsonElement item, OkxContract contract) => FillOf(item, contract, "fee", "feeCcy");

    /// <summary>The fill inside an orders push, or null when the push carries none (tradeId empty or fillSz 0, §2.8.4).</summary>
    public static Fill? PushedFill(JsonElement item, OkxContract contract) => FillOf(item, contract, "fillFee", "fillFeeCcy");

    private static Fill? FillOf(JsonElement item, OkxContract contract, string fee, string feeCurrency)
    {
        var trade = item.Text("tradeId");
        if (trade.Length == 0 || item.Number("fillSz") is not > 0m || item.Number("fillPx") is not { } price || SideOf(item) is not { } side) return null;
        return new Fill(
            Venue.Okx, contract.Symbol, trade, item.Text("clOrdId"), item.Text("ordId"), side,
            new Quantity(contract.ToBase(item.Number("fillSz") ?? 0m)), new Price(price),
            new Money(-(item.Number(fee) ?? 0m), CurrencyOf(item, feeCurrency)), item.Text("execType") == "M",
            item.Number("fillPnl") is { } pnl ? Money.OfUsdt(pnl) : null,
            item.Time("fillTime") ?? item.Time("ts") ?? item.Time("uTime") ?? DateTimeOffset.UnixEpoch);
    }

    private static string CurrencyOf(JsonElement item, string name) => item.Text(name) is { Length: > 0 } currency ? currency : Money.Usdt;

    private static Side? SideOf(JsonElement item) => item.Text("side") switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => null,
    };

    private static Price? PriceOf(JsonElement item, string name) => item.NumberSet(name) is { } value ? new Price(value) : null;

    private static VenueOrderStatus? StatusOf(string state) => state switch
    {
        "live" => VenueOrderStatus.Live,
        "partially_filled" => VenueOrderStatus.PartiallyFilled,
        "filled" => VenueOrderStatus.Filled,
        "canceled" or "mmp_canceled" => VenueOrderStatus.Ended,
        _ => null,
    };

    /// <summary>Why an order ended, in a word (§2.9 cancelSource); a liquidation or ADL is named whatever the state, since R19 hangs on it.</summary>
    private static string EndReason(JsonElement item, VenueOrderStatus status)
    {
        var category = item.Text("category");
        if (category is "adl" or "partial_liquidation" or "full_liquidation") return category;
        if (status != VenueOrderStatus.Ended) return "";
        return item.Text("cancelSource") switch
        {
            "" => "cancelled",
            "1" => "cancelled_by_user",
            "2" or "22" or "23" => "reduce_only",
            "3" => "risk",
            "6" => "adl",
            "9" => "no_balance_after_funding",
            "13" => "fok_unfilled",
            "14" => "ioc_remainder",
            "15" => "price_band",
            "17" => "position_closed",
            "20" => EndReasons.DeadMan,
            "31" => "post_only_would_take",
            "32" => "self_trade_prevention",
            var source => "cancel_source_" + source,
        };
    }
}
