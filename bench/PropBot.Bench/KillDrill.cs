using System.Diagnostics;

namespace PropBot.Bench;

/// <summary>
/// kill -9 while a hedge is being opened, N rounds, against venues that run in their own process. After each restart: HOLD, every order
/// accounted for, no duplicate on the venue side, positions equal or a partial on record with the exact quantity and brought back within
/// the bound of R16. Ends with 0 only if every round holds.
/// </summary>
internal static class KillDrill
{
    private const int NakedSeconds = 15;
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT", "DOGEUSDT", "ADAUSDT", "LINKUSDT", "LTCUSDT"];

    public static async Task<int> Run(BenchArguments arguments)
    {
        var seed = arguments.Number("seed", 11);
        var dice = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("propbot-drill-").FullName;
        Console.WriteLine($"# seed {seed}, data in {folder}");
        using var venues = await DrillVenues.Start(Path.Combine(folder, "venues"), seed, Symbols);
        var wrong = 0;
        for (var round = 1; round <= arguments.Number("rounds", 20); round++)
        {
            var problems = new List<string>();
            var report = await Round(venues, folder, dice, problems);
            Console.WriteLine($"round {round}: {report}{(problems.Count == 0 ? "ok" : "WRONG: " + string.Join("; ", problems))}");
            wrong += problems.Count == 0 ? 0 : 1;
        }

        // The last round was killed too: one more start accounts for what it left, then both sides are compared at rest.
        using var last = await DrillDesk.Start(folder, venues, Symbols, NakedSeconds);
        await last.UntilRecovered();
        await last.Until(() => Task.FromResult(DrillLedger.Unfinished(folder) == 0), 40, "every hedge over");
        var books = await venues.Earned();
        var ours = DrillLedger.Realised(folder);
        Console.WriteLine($"# realised: ledger {ours}, venues {books}, {(ours == books ? "equal to the last digit" : "DIFFERENT")}");
        Console.WriteLine($"kill_drill_rounds_wrong ours={wrong} floor=0 ratio=1");
        return wrong == 0 && ours == books ? 0 : 1;
    }

    private static async Task<string> Round(DrillVenues venues, string folder, Random dice, List<string> problems)
    {
        string report;
        using (var first = await DrillDesk.Start(folder, venues, Symbols, NakedSeconds))
        {
            await first.ToRun();
            var before = await venues.OrderCount();
            await venues.UntilOrderAfter(before);
            var delay = TimeSpan.FromMilliseconds(dice.Next(0, 40));
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < delay) Thread.SpinWait(50);
            first.Kill();
            report = $"killed {delay.TotalMilliseconds:0} ms after an order arrived; ";
        }

        using var again = await DrillDesk.Start(folder, venues, Symbols, NakedSeconds);
        var overview = await again.Get("/api/ui/status/overview");
        if (!overview["hold_active"]!.GetValue<bool>()) problems.Add("not in HOLD after the restart");
        var recovery = Stopwatch.StartNew();
        await again.UntilRecovered();
        report += $"recovered after {recovery.Elapsed.TotalSeconds:0.0} s; ";
        report += await Check(venues, again, folder, problems);
        await again.Post("/api/ui/close_exposure", "{}");
        await again.Until(async () => (await venues.Net()).Values.All(v => v == (0m, 0m)), 40, "flat");
        again.Kill();
        return report;
    }

    private static async Task<string> Check(DrillVenues venues, DrillDesk desk, string folder, List<string> problems)
    {
        foreach (var (id, count) in await venues.PerClientId())
            if (count != 1) problems.Add($"client id {id} was accepted {count} times");
        foreach (var id in (await venues.PerClientId()).Keys)
            if (!DrillLedger.Knows(folder, id)) problems.Add($"the ledger does not know order {id}");
        var open = DrillLedger.Unsettled(folder);
        if (open.Count > 0) problems.Add($"not accounted for: {string.Join(", ", open)}");
        var naked = (await venues.Net()).Where(n => n.Value.Binance + n.Value.Okx != 0m).ToList();
        if (naked.Count == 0) return "both venues equal; ";
        var partials = DrillLedger.Unmatched(folder);
        foreach (var (symbol, (binance, okx)) in naked)
            if (partials.GetValueOrDefault(symbol) is var recorded && Math.Abs(recorded) != Math.Abs(binance + okx))
                problems.Add($"{symbol}: venues {binance + okx}, recorded {recorded}");
        var clock = Stopwatch.StartNew();
        await desk.Until(async () => (await venues.Net()).Values.All(v => v.Binance + v.Okx == 0m), NakedSeconds + 10, "naked leg taken back");
        return $"{naked.Count} partial on record, taken back within {clock.Elapsed.TotalSeconds:0.0} s of the check; ";
    }
}
