using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Binance's words into ours. Quantities are base coin already, fees positive when paid, positions signed in one-way mode (wire protocols §3).</summary>
internal static class BinanceMapping
{
    /// <summary>Null when nothing here speaks against sending. Closing is never held up by a minimum or a status: the venue may say so itself (P5).</summary>
    public static VenueRefusal? Objection(OrderRequest order)
    {
        var (instrument, quantity, limit) = (order.Instrument, order.Quantity.Value, order.Limit.Value);
        if (instrument.Venue != Venue.Binance) return Local("venue", $"{instrument.VenueSymbol} is an instrument of {instrument.Venue}");
        if (quantity <= 0m || quantity % instrument.Lot.Value != 0m) return Local("lot", $"{quantity} is no positive multiple of {instrument.Lot}");
        if (limit <= 0m || limit % instrument.Tick.Value != 0m) return Local("tick", $"{limit} is no positive multiple of {instrument.Tick}");
        return order.ReduceOnly ? null : OpeningObjection(order, quantity, limit);
    }

    private static VenueRefusal? OpeningObjection(OrderRequest order, decimal quantity, decimal limit)
    {
        var instrument = order.Instrument;
        if (instrument.Status != InstrumentStatus.Trading) return Local("status", $"{instrument.VenueSymbol} is {instrument.Status}");
        if (quantity < instrument.MinQuantity.Value) return Local("min_quantity", $"{quantity} is below {instrument.MinQuantity}");
        if (quantity > instrument.MaxQuantity.Value) return Local("max_quantity", $"{quantity} is above {instrument.MaxQuantity}");
        return quantity * limit < instrument.MinNotional.Amount
            ? Local("min_notional", $"{Decimals.Plain(quantity * limit)} is below {instrument.MinNotional}")
            : null;
    }

    public static VenueRefusal Local(string code, string text) => new(RefusalKind.LocalCheck, code, text);

    /// <summary>Our id, or empty when this cannot be one of ours ("autoclose-…", ids typed into the venue's own pages).</summary>
    public static string ClientId(string text) => text.Length is >= 1 and <= 32 && text.All(char.IsAsciiLetterOrDigit) ? text : "";

    public static Side SideOf(string word) => word switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        _ => throw new FormatException($"'{word}' is no side"),
    };

    public static VenueOrderStatus StatusOf(string word) => word switch
    {
        "NEW" or "NEW_INSURANCE" or "NEW_ADL" => VenueOrderStatus.Live,
        "PARTIALLY_FILLED" => VenueOrderStatus.PartiallyFilled,
        "FILLED" => VenueOrderStatus.Filled,
        "CANCELED" or "EXPIRED" or "EXPIRED_IN_MATCH" or "REJECTED" => VenueOrderStatus.Ended,
        _ => throw new FormatException($"'{word}' is no order status"),
    };

    /// <summary>An order as REST shows it (GET order, openOrders).</summary>
    public static OrderUpdate Order(JsonElement row)
    {
        var status = row.NeededText("status");
        return new OrderUpdate(
            Venue.Binance, row.NeededText("symbol"), ClientId(row.Text("clientOrderId")), row.NeededText("orderId"), SideOf(row.Text("side")),
            new Quantity(row.Decimal("origQty")), LimitOf(row.OptionalDecimal("price")), row.Truth("reduceOnly"), StatusOf(status),
            new Quantity(row.Decimal("executedQty")), LimitOf(row.OptionalDecimal("avgPrice")), Takeover(row.Text("clientOrderId"), row.Text("origType")) ?? EndReason(status, ""), row.Time("updateTime"));
    }

    /// <summary>The <c>o</c> of ORDER_TRADE_UPDATE.</summary>
    public static OrderUpdate StreamOrder(JsonElement row, DateTimeOffset at)
    {
        var status = row.NeededText("X");
        return new OrderUpdate(
            Venue.Binance, row.NeededText("s"), ClientId(row.Text("c")), row.NeededText("i"), SideOf(row.Text("S")),
            new Quantity(row.Decimal("q")), LimitOf(row.OptionalDecimal("p")), row.Truth("R"), StatusOf(status),
            new Quantity(row.Decimal("z")), LimitOf(row.OptionalDecimal("ap")), Takeover(row.Text("c"), row.Text("o")) ?? EndReason(status, row.Text("er")), at);
    }

    /// <summary>The trade inside ORDER_TRADE_UPDATE; null when this event carries none.</summary>
    public static Fill? StreamFill(JsonElement row, DateTimeOffset at)
    {
        // CALCULATED is a liquidation or ADL: it moves the position like any trade.
        if (row.Text("x") is not ("TRADE" or "CALCULATED") || row.OptionalDecimal("l") is not > 0m) return null;
        return new Fill(
            Venue.Binance, row.NeededText("s"), row.NeededText("t"), ClientId(row.Text("c")), row.NeededText("i"), SideOf(row.Text("S")),
            new Quantity(row.Decimal("l")), new Price(row.Decimal("L")), Fee(row.OptionalDecimal("n"), row.Text("N")), row.Truth("m"),
            Realised(row.OptionalDecimal("rp")), row.OptionalLong("T") is { } traded ? DateTimeOffset.FromUnixTimeMilliseconds(traded) : at);
    }

    /// <summary>A row of userTrades.</summary>
    public static Fill Trade(JsonElement row, string clientId) => new(
        Venue.Binance, row.NeededText("symbol"), row.NeededText("id"), clientId, row.NeededText("orderId"), SideOf(row.Text("side")),
        new Quantity(row.Decimal("qty")), new Price(row.Decimal("price")), Fee(row.OptionalDecimal("commission"), row.Text("commissionAsset")),
        row.Truth("maker"), Realised(row.OptionalDecimal("realizedPnl")), row.Time("time"));

    public static FundingPayment Funding(JsonElement row) => new(
        Venue.Binance, row.Text("symbol"), row.NeededText("tranId"), new Money(row.Decimal("income"), row.NeededText("asset")), row.Time("time"));

    /// <summary>A row of income, incomeType TRANSFER.</summary>
    public static WalletTransfer Transfer(JsonElement row) => new(Venue.Binance, row.NeededText("tranId"), new Money(row.Decimal("income"), row.NeededText("asset")), row.Time("time"));

    /// <summary>A row of positionRisk v3.</summary>
    public static PositionFact Position(JsonElement row) => new(
        Venue.Binance, row.NeededText("symbol"), row.Decimal("positionAmt"), new Price(row.OptionalDecimal("entryPrice") ?? 0m),
        LimitOf(row.OptionalDecimal("markPrice")), LimitOf(row.OptionalDecimal("liquidationPrice")),
        Optional(row.OptionalDecimal("isolatedMargin") is > 0m and var isolated ? isolated : row.OptionalDecimal("initialMargin")),
        Optional(row.OptionalDecimal("unRealizedProfit")), row.Time("updateTime"));

    /// <summary>A row of <c>P</c> in ACCOUNT_UPDATE; mark and liquidation price are not in it.</summary>
    public static PositionFact StreamPosition(JsonElement row, DateTimeOffset at) => new(
        Venue.Binance, row.NeededText("s"), row.Decimal("pa"), new Price(row.OptionalDecimal("ep") ?? 0m), null, null,
        Optional(row.OptionalDecimal("iw") is > 0m and var isolated ? isolated : null), Optional(row.OptionalDecimal("up")), at);

    // Named whatever the state, since R19 hangs on it (wire protocols 1.6).
    private static string? Takeover(string clientId, string type) => clientId switch
    {
        "adl_autoclose" => EndReasons.Adl,
        _ when clientId.StartsWith("autoclose-", StringComparison.Ordinal) || type == "LIQUIDATION" => EndReasons.Liquidation,
        _ => null,
    };

    private static string EndReason(string status, string cause) => (status, cause) switch
    {
        ("NEW" or "NEW_INSURANCE" or "NEW_ADL" or "PARTIALLY_FILLED" or "FILLED", _) => "",
        ("CANCELED", _) => "cancelled",
        ("EXPIRED_IN_MATCH", _) => "self_trade_prevention",
        ("REJECTED", _) => "rejected",
        (_, "2" or "3") => "ioc_remainder",
        (_, "4") => "reduce_only_competition",
        (_, "5") => "liquidation",
        (_, "7") => "delisted",
        _ => "expired",
    };

    private static Price? LimitOf(decimal? value) => value is > 0m ? new Price(value.Value) : null;

    /// <summary>The fee is a cost; the asset is absent when nothing was charged.</summary>
    private static Money Fee(decimal? amount, string asset) => new(amount ?? 0m, asset.Length == 0 ? Money.Usdt : asset);

    private static Money? Realised(decimal? amount) => Optional(amount);

    private static Money? Optional(decimal? amount) => amount is { } value ? Money.OfUsdt(value) : null;
}
