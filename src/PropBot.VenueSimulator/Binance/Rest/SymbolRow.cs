using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>One symbol of exchangeInfo with its filters.</summary>
internal static class SymbolRow
{
    /// <summary>Of a perpetual: never.</summary>
    public const long DeliveryDate = 4133404800000;
    public const long OnboardDate = 1569398400000;

    public static JsonNode Of(SimInstrument instrument) => new JsonObject
    {
        ["symbol"] = instrument.Symbol,
        ["pair"] = instrument.Symbol,
        ["contractType"] = "PERPETUAL",
        ["deliveryDate"] = DeliveryDate,
        ["onboardDate"] = OnboardDate,
        ["status"] = OrderWords.Of(instrument.Status),
        ["maintMarginPercent"] = "2.5000",
        ["requiredMarginPercent"] = "5.0000",
        ["baseAsset"] = instrument.Base,
        ["quoteAsset"] = instrument.Quote,
        ["marginAsset"] = instrument.Quote,
        ["pricePrecision"] = OrderForm.PricePrecision(instrument),
        ["quantityPrecision"] = OrderForm.QuantityPrecision(instrument),
        ["baseAssetPrecision"] = 8,
        ["quotePrecision"] = 8,
        ["underlyingType"] = "COIN",
        ["underlyingSubType"] = new JsonArray(),
        ["settlePlan"] = 0,
        ["triggerProtect"] = "0.15",
        ["liquidationFee"] = "0.0125",
        ["marketTakeBound"] = "0.05",
        ["filters"] = Filters(instrument),
        ["orderTypes"] = new JsonArray("LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"),
        ["timeInForce"] = new JsonArray([.. OrderWords.AllTimesInForce.Select(w => JsonValue.Create(w))]),
    };

    private static JsonArray Filters(SimInstrument instrument) => new(
        new JsonObject
        {
            ["filterType"] = "PRICE_FILTER",
            ["minPrice"] = BinanceText.Number(instrument.Tick),
            ["maxPrice"] = "10000000",
            ["tickSize"] = BinanceText.Number(instrument.Tick),
        },
        Lot("LOT_SIZE", instrument),
        Lot("MARKET_LOT_SIZE", instrument),
        new JsonObject { ["filterType"] = "MAX_NUM_ORDERS", ["limit"] = 200 },
        new JsonObject { ["filterType"] = "MIN_NOTIONAL", ["notional"] = BinanceText.Number(instrument.MinNotional) },
        new JsonObject { ["filterType"] = "PERCENT_PRICE", ["multiplierUp"] = "1.0500", ["multiplierDown"] = "0.9500", ["multiplierDecimal"] = "4" });

    private static JsonObject Lot(string kind, SimInstrument instrument) => new()
    {
        ["filterType"] = kind,
        ["minQty"] = BinanceText.Number(instrument.MinQuantity),
        ["maxQty"] = BinanceText.Number(instrument.MaxQuantity),
        ["stepSize"] = BinanceText.Number(instrument.Step),
    };
}
