using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>exchangeInfo (wire protocols 1.5.1): tick, lot and minimum come from the filters, never from the precisions.</summary>
internal static class BinanceInstruments
{
    public static IReadOnlyList<Instrument> Read(JsonElement info, PairUniverse universe) => info.GetProperty("symbols").Rows()
        .Where(row => universe.IndexOf(row.Text("symbol")) >= 0 && row.Text("contractType") == "PERPETUAL")
        .Select(One)
        .OrderBy(instrument => universe.IndexOf(instrument.Symbol))
        .ToArray();

    private static Instrument One(JsonElement row)
    {
        var filters = row.GetProperty("filters").Rows().ToDictionary(filter => filter.Text("filterType"), StringComparer.Ordinal);
        var lot = filters["LOT_SIZE"];
        var symbol = row.NeededText("symbol");
        var minNotional = filters.TryGetValue("MIN_NOTIONAL", out var notional) ? notional.OptionalDecimal("notional") ?? 0m : 0m;
        return new Instrument(
            Venue.Binance, symbol, symbol, new Price(filters["PRICE_FILTER"].Decimal("tickSize")),
            new Quantity(lot.Decimal("stepSize")), new Quantity(lot.Decimal("minQty")), new Quantity(lot.Decimal("maxQty")),
            new Money(minNotional, row.Text("quoteAsset") is { Length: > 0 } quote ? quote : Money.Usdt), StatusOf(row.Text("status")));
    }

    /// <summary>Only TRADING takes orders; delivering ones still let a position be closed.</summary>
    public static InstrumentStatus StatusOf(string word) => word switch
    {
        "TRADING" => InstrumentStatus.Trading,
        "PRE_DELIVERING" or "PRE_SETTLE" => InstrumentStatus.CloseOnly,
        _ => InstrumentStatus.Halted,
    };
}
