namespace PropBot.VenueSimulator.Faults;

/// <summary>The error replies a rule may ask for, by name; the skin of the venue writes them out. A name that ends in <c>-executed</c> is answered after the
/// call was executed, every other one instead of executing it (wire-protocols §1.10, §2.10).</summary>
public static class FaultReplies
{
    private const string ExecutedEnding = "-executed";

    public static IReadOnlyList<string> Binance { get; } =
    [
        "429", "418", "403", "408", "408-executed", "503-unknown", "503-unknown-executed", "503-unavailable", "500-internal", "-1008", "-1015", "-1016",
    ];

    public static IReadOnlyList<string> Okx { get; } =
    [
        "50001", "50004", "50004-executed", "50011", "50013", "50026", "50026-executed", "50061", "51054", "51054-executed", "51149",
        "51149-executed", "64007", "64007-executed",
    ];

    public static IReadOnlyList<string> Of(string venue) => venue == "okx" ? Okx : Binance;

    public static bool IsExecuted(string reply) => reply.EndsWith(ExecutedEnding, StringComparison.Ordinal);
}
