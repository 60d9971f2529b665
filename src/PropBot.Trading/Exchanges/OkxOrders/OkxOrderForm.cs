using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>What an order or a cancel looks like on the wire, and what our own rules say against it before. Pure.</summary>
internal static class OkxOrderForm
{
    /// <summary>Every order of ours carries it, and the dead-man switch acts on it alone (R32).</summary>
    public const string Tag = "propbot";

    /// <summary>What our own rules say before anything leaves; null means no objection. A reduce-only order of any size may try (P5).</summary>
    public static VenueRefusal? Objection(OrderRequest order, OkxContract? contract)
    {
        if (contract is null) return Local("UNKNOWN_INSTRUMENT", $"{order.Instrument.VenueSymbol} has not been read from the venue");
        if (order.Quantity.Value <= 0m) return Local("QUANTITY", "the quantity is not positive");
        if (!contract.IsWholeLots(order.Quantity.Value)) return Local("LOT", $"{order.Quantity} is not a multiple of {Decimals.Plain(contract.LotBase)}");
        if (!order.Limit.IsSet || order.Limit.Value % contract.Tick != 0m) return Local("TICK", $"{order.Limit} is not a multiple of {Decimals.Plain(contract.Tick)}");
        var contracts = contract.ToContracts(order.Quantity.Value);
        if (contracts < contract.MinContracts && !order.ReduceOnly) return Local("MIN", $"{order.Quantity} is below {Decimals.Plain(contract.ToBase(contract.MinContracts))}");
        if (contracts > contract.MaxContracts) return Local("MAX", $"{order.Quantity} is above {Decimals.Plain(contract.ToBase(contract.MaxContracts))}");
        // What is open may always try to close: the venue knows better than we what it still allows.
        return order.ReduceOnly || contract.Status == InstrumentStatus.Trading ? null : new VenueRefusal(RefusalKind.InstrumentClosed, "STATUS", $"{contract.InstId} takes no opening orders now") { IsLocal = true };

        static VenueRefusal Local(string code, string text) => new(RefusalKind.LocalCheck, code, text);
    }

    /// <summary>
    /// An order (§2.7, §2.8.5): always <c>ioc</c>; reduceOnly as a JSON boolean. By socket the instrument is named by its number alone,
    /// since OKX ignores instId there.
    /// </summary>
    public static void WriteOrder(Utf8JsonWriter json, OrderRequest order, OkxContract contract, string marginMode, bool bySocket)
    {
        json.WriteStartObject();
        WriteInstrument(json, contract, bySocket);
        json.WriteString("tdMode"u8, marginMode);
        json.WriteString("clOrdId"u8, order.Id.Value);
        json.WriteString("tag"u8, Tag);
        json.WriteString("side"u8, order.Side == Side.Buy ? "buy"u8 : "sell"u8);
        json.WriteString("ordType"u8, "ioc"u8);
        WriteNumber(json, "px"u8, order.Limit.Value);
        WriteNumber(json, "sz"u8, contract.ToContracts(order.Quantity.Value));
        if (order.ReduceOnly) json.WriteBoolean("reduceOnly"u8, true);
        json.WriteEndObject();
    }

    public static void WriteCancel(Utf8JsonWriter json, OkxContract contract, ClientOrderId id, bool bySocket)
    {
        json.WriteStartObject();
        WriteInstrument(json, contract, bySocket);
        json.WriteString("clOrdId"u8, id.Value);
        json.WriteEndObject();
    }

    private static void WriteInstrument(Utf8JsonWriter json, OkxContract contract, bool bySocket)
    {
        if (bySocket) json.WriteNumber("instIdCode"u8, contract.Code!.Value);
        else json.WriteString("instId"u8, contract.InstId);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal value)
    {
        Span<byte> text = stackalloc byte[64];
        value.TryFormat(text, out var length, "0.############################", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }
}
