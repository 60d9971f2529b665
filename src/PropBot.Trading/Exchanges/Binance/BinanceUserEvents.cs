using System.Text.Json;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Exchanges.Binance;

internal enum UserEvent
{
    Told = 0,
    Ignored = 1,
    KeyExpired = 2,
}

/// <summary>Messages of the private stream into facts. TRADE_LITE is ignored: the same trade comes in full beside it (wire protocols 1.8).</summary>
internal sealed class BinanceUserEvents(BinanceTold told, BinanceFollowUp followUp)
{
    /// <summary>Throws what <see cref="BinanceReads.IsGarbage"/> knows on what cannot be read: a lost event must end in a reconnect, not in silence.</summary>
    public UserEvent Tell(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        if (root.TryGetProperty("data", out var wrapped) && wrapped.ValueKind == JsonValueKind.Object) root = wrapped;
        // The merged account also speaks of coin-margined symbols, whose sizes are contracts and no business of this connector.
        var kind = IsForeign(root) ? UserEvent.Ignored : root.Text("e") switch
        {
            "ORDER_TRADE_UPDATE" => Order(root),
            "ACCOUNT_UPDATE" => Account(root),
            "listenKeyExpired" => UserEvent.KeyExpired,
            _ => UserEvent.Ignored,
        };
        if (kind == UserEvent.Told) told.Alive(root.Time("E"));
        return kind;
    }

    private UserEvent Order(JsonElement root)
    {
        var at = root.Time("E");
        var row = root.GetProperty("o");
        if (IsForeign(row)) return UserEvent.Ignored;
        // The fill first: an order that says "filled" is then never ahead of its own trades.
        if (BinanceMapping.StreamFill(row, at) is { } fill) told.Fill(fill);
        told.Order(BinanceMapping.StreamOrder(row, at), fromStream: true);
        return UserEvent.Told;
    }

    private UserEvent Account(JsonElement root)
    {
        var at = root.Time("E");
        var change = root.GetProperty("a");
        if (change.TryGetProperty("P", out var positions))
        {
            foreach (var row in positions.Rows().Where(row => row.Text("ps") is "BOTH" or "" && !IsForeign(row))) told.Position(BinanceMapping.StreamPosition(row, at), fromStream: true);
        }

        if (change.TryGetProperty("B", out var balances))
        {
            foreach (var row in balances.Rows()) told.Wallet(row.NeededText("a"), row.Decimal("wb"), at);
        }

        if (change.Text("m") == "FUNDING_FEE") followUp.FundingPaid(at);
        followUp.BalanceMoved();
        return UserEvent.Told;
    }

    private static bool IsForeign(JsonElement row) => row.Text("st") == "2";
}
