using System.Globalization;
using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Core;

/// <summary>The venue's own books as JSON, for whoever reconciles against it: decimals are strings, a fee paid is positive, times are ISO-8601 UTC.
/// Not part of any venue's protocol.</summary>
public static class LedgerReport
{
    public static JsonObject Write(VenueCore core)
    {
        lock (core.Gate)
        {
            var header = core.Header();
            var orders = core.Orders();
            var fills = core.Fills();
            return new JsonObject
            {
                ["venue"] = core.Profile.Name,
                ["time"] = Time(core.Now),
                ["wallet"] = Text(header.Wallet),
                ["deposits"] = Text(header.Deposits),
                ["realised"] = Text(header.Realised),
                ["fees"] = Text(header.Fees),
                ["funding"] = Text(header.Funding),
                ["unrealised"] = Text(core.Account().Unrealised),
                ["positions"] = new JsonArray([.. core.Positions().Select(Position)]),
                ["open_orders"] = core.OpenOrders().Count,
                ["orders_count"] = orders.Count,
                ["fills_count"] = fills.Count,
                ["orders"] = new JsonArray([.. orders.Select(Order)]),
                ["fills"] = new JsonArray([.. fills.Select(Fill)]),
                ["orders_per_client_id"] = PerClientId(orders),
            };
        }
    }

    private static JsonObject PerClientId(IReadOnlyList<SimOrder> orders)
    {
        var counts = new JsonObject();
        foreach (var group in orders.Where(o => o.ClientId.Length > 0).GroupBy(o => o.ClientId, StringComparer.Ordinal)) counts[group.Key] = group.Count();
        return counts;
    }

    private static JsonNode Position(PositionView view) => new JsonObject
    {
        ["symbol"] = view.Position.Symbol,
        ["side"] = view.Position.Side.ToString().ToLowerInvariant(),
        ["quantity"] = Text(view.Position.Quantity),
        ["entry_price"] = Text(view.Position.EntryPrice),
        ["entry_value"] = Text(view.Position.EntryValue),
        ["mark"] = Text(view.Mark),
        ["isolated"] = view.Setting.Isolated,
        ["leverage"] = view.Setting.Leverage,
        ["realised"] = Text(view.Position.Realised),
        ["fees"] = Text(view.Position.Fees),
        ["funding"] = Text(view.Position.Funding),
    };

    private static JsonNode Order(SimOrder order) => new JsonObject
    {
        ["id"] = Text(order.Id),
        ["client_id"] = order.ClientId,
        ["symbol"] = order.Symbol,
        ["side"] = order.Side == SimSide.Buy ? "buy" : "sell",
        ["state"] = order.State.ToString(),
        ["end_reason"] = order.EndReason.ToString(),
        ["quantity"] = Text(order.Quantity),
        ["filled"] = Text(order.Filled),
        ["filled_value"] = Text(order.FilledValue),
        ["price"] = order.Price is { } price ? Text(price) : null,
        ["reduce_only"] = order.ReduceOnly,
        ["origin"] = order.Origin.ToString().ToLowerInvariant(),
        ["created_at"] = Time(order.CreatedAt),
    };

    private static JsonNode Fill(SimFill fill) => new JsonObject
    {
        ["trade_id"] = Text(fill.TradeId),
        ["order_id"] = Text(fill.OrderId),
        ["client_id"] = fill.ClientId,
        ["symbol"] = fill.Symbol,
        ["side"] = fill.Side == SimSide.Buy ? "buy" : "sell",
        ["price"] = Text(fill.Price),
        ["quantity"] = Text(fill.Quantity),
        ["fee"] = Text(fill.Fee),
        ["realised"] = Text(fill.Realised),
        ["maker"] = fill.Maker,
        ["time"] = Time(fill.Time),
    };

    private static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
}
