using PropBot.Testing.Lines;
using PropBot.Testing.Worlds;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Brakes;

/// <summary>How the second leg of a hedge fails to come, over the wire of both simulated venues.</summary>
/// <param name="Strike">Happens when the first leg is handed to its connector; given the venue of the second.</param>
public sealed record NakedWay(string Name, Action<WorldHarness, Venue> Strike)
{
    public static IReadOnlyList<NakedWay> All { get; } =
    [
        .. new[] { "-1008", "-1015", "503-unavailable", "50001", "50011", "50013", "50061" }.Select(code => new NakedWay($"refused {code}", (w, second) => Refuse(w, second, code))),
        new("lost on its way", (w, second) => { for (var i = 0; i < 20; i++) w.Line(second).NextOrders.Enqueue(OrderFate.Lost); }),
        new("too late every time", (w, second) => { for (var i = 0; i < 20; i++) w.Line(second).NextOrders.Enqueue(OrderFate.TooLate); }),
        new("HOLD between the legs", (w, __) => _ = w.Desk.Send(new DeskCommand.EngageHold("operator-a", "manual_hold", "operator"))),
        new("SAFE_MODE between the legs", (w, __) => _ = w.Desk.Send(new DeskCommand.SetSafeMode("operator-a", true))),
        new("kill -9 between the legs", (w, _) => w.CrashIn(12)),
        new("half filled", (w, second) => w.Core(second).Faults.Apply(new FaultRule(second.Word(), FaultKind.PartialFills) { Share = 0.3m })),
        new("an empty book", (w, second) => w.Core(second).Faults.Apply(new FaultRule(second.Word(), FaultKind.LiquidityHole) { BookSide = "both", Keep = 0m, For = TimeSpan.FromSeconds(90) })),
        new("settling", (w, second) => Status(w, second, SimInstrumentStatus.Settling)),
        new("delisted", (w, second) => Status(w, second, SimInstrumentStatus.Closed)),
    ];

    public override string ToString() => Name;

    private static void Refuse(WorldHarness world, Venue second, string code)
    {
        var isBinance = code.StartsWith('-') || code.StartsWith("503", StringComparison.Ordinal);

        // A code belongs to one venue; where the other is second, the same thing happens in that one's words.
        var word = (second, isBinance) switch { (Venue.Binance, false) => "-1008", (Venue.Okx, true) => "50013", _ => code };
        world.Core(second).Faults.Apply(new FaultRule(second.Word(), FaultKind.Reply) { Match = second == Venue.Binance ? "POST /fapi/v1/order" : "*order", Reply = word });
    }

    private static void Status(WorldHarness world, Venue second, SimInstrumentStatus status) =>
        world.Core(second).Faults.Apply(new FaultRule(second.Word(), FaultKind.SymbolStatus) { Match = "BTCUSDT", Status = status, For = TimeSpan.FromSeconds(90) });
}
