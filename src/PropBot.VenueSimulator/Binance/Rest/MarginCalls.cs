using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>The margin of isolated positions, and what was moved since the venue opened.</summary>
public sealed class MarginCalls(VenueCore core)
{
    private const int Add = 1;
    private const int Take = 2;
    private readonly List<MarginMove> moves = [];

    public BinanceReply Move(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        if (call.NeedDecimal("amount", out var amount) is { } noAmount) return noAmount;
        if (call.NeedWhole("type", out var type) is { } noType) return noType;
        if (type is not (Add or Take)) return BinanceError.Illegal("type");
        if (amount <= 0m) return BinanceError.Of(-4055, "Amount must be positive.");
        if (OrderWords.ReadPositionSide(call.Has("positionSide") ? call.Text("positionSide")! : "BOTH") is not { } side) return BinanceError.Of(-4060, "Invalid position side.");
        switch (core.MoveMargin(instrument.Symbol, side, type == Add ? amount : -amount))
        {
            case SimRefusal.OutOfRange:
                return BinanceError.Of(-4054, "Cannot add position margin: position is 0.");
            case not null:
                return BinanceError.Of(-4051, "Isolated balance insufficient.");
        }

        lock (core.Gate) moves.Add(new MarginMove(instrument.Symbol, side, (int)type, amount, core.Now));
        return BinanceReply.Ok(new JsonObject { ["amount"] = amount, ["code"] = 200, ["msg"] = "Successfully modify position margin.", ["type"] = type });
    }

    public BinanceReply History(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 500), 1, 500));
        lock (core.Gate)
        {
            var found = moves.Where(m => m.Symbol == instrument.Symbol && (!call.Has("type") || m.Type == call.Whole("type", 0)) && m.Time.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
            return BinanceReply.Ok(new JsonArray([.. found.TakeLast(limit).Select(Row)]));
        }
    }

    private static JsonObject Row(MarginMove move) => new()
    {
        ["symbol"] = move.Symbol,
        ["type"] = move.Type,
        ["deltaType"] = "USER_ADJUST",
        ["amount"] = BinanceText.Number(move.Amount),
        ["asset"] = "USDT",
        ["time"] = move.Time.ToUnixTimeMilliseconds(),
        ["positionSide"] = OrderWords.Of(move.Side),
    };

    private sealed record MarginMove(string Symbol, SimPositionSide Side, int Type, decimal Amount, DateTimeOffset Time);
}
