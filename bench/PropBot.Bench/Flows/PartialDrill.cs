using System.Diagnostics;

namespace PropBot.Bench.Flows;

/// <summary>
/// R28 with separate processes, N rounds: the second leg of a hedge is refused by its venue, people settle it over REST (in turns one person
/// unwinds, two complete), and the whole process is killed with SIGKILL while that decision is on its way. After the restart it ends flat or
/// complete, once, by one flow. Ends with 0 only if every round holds.
/// </summary>
internal static class PartialDrill
{
    private const int NakedSeconds = 90;
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"];

    private static readonly string[][] Refusals =
    [
        ["""{"venue":"okx","kind":"reply","match":"POST /api/v5/trade/order","reply":"50013"}""", """{"venue":"okx","kind":"reply","match":"WS order","reply":"50013"}"""],
        ["""{"venue":"binance","kind":"reply","match":"POST /fapi/v1/order","reply":"-1008"}""", """{"venue":"binance","kind":"reply","match":"WS order.place","reply":"-1008"}"""],
    ];

    public static async Task<int> Run(BenchArguments arguments)
    {
        var seed = arguments.Number("seed", 11);
        var dice = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("propbot-partial-").FullName;
        Console.WriteLine($"# seed {seed}, data in {folder}");
        using var venues = await DrillVenues.Start(Path.Combine(folder, "venues"), seed, Symbols);
        var (wrong, rounds) = (0, arguments.Number("rounds", 6));
        for (var round = 1; round <= rounds; round++)
        {
            var problems = new List<string>();
            var delay = TimeSpan.FromMilliseconds(dice.Next(0, arguments.Number("within-ms", 800)));
            var report = await Round(venues, folder, round % 2 == 1 ? "unwind" : "complete", delay, problems);
            Console.WriteLine($"round {round}: {report}{(problems.Count == 0 ? "ok" : "WRONG: " + string.Join("; ", problems))}");
            wrong += problems.Count == 0 ? 0 : 1;
        }

        Console.WriteLine($"partial_drill_rounds_wrong ours={wrong} floor=0 ratio=1");
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<string> Round(DrillVenues venues, string folder, string choice, TimeSpan delay, List<string> problems)
    {
        string hedge;
        using (var first = await DrillDesk.Start(folder, venues, Symbols, NakedSeconds))
        {
            await first.ToRun();
            hedge = await Strike(venues, first);
            if (choice == "complete") await first.Until(async () => (await first.Post($"/api/ui/hedges/{hedge}/complete-request", """{"reason":"drill"}""")).Contains("\"pending\"", StringComparison.Ordinal), 60, "a request to complete");
            var answer = choice == "unwind" ? first.Post($"/api/ui/hedges/{hedge}/unwind", """{"reason":"drill"}""") : first.Confirm($"/api/ui/hedges/{hedge}/complete-confirm");
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < delay) Thread.SpinWait(50);
            first.Kill();
            await DrillDesk.Ended(answer);
        }

        using var again = await DrillDesk.Start(folder, venues, Symbols, NakedSeconds);
        if (!(await again.Get("/api/ui/status/overview"))["hold_active"]!.GetValue<bool>()) problems.Add("not in HOLD after the restart");
        var since = Stopwatch.StartNew();
        await again.Until(async () => (await again.Get("/api/ui/hedges/partial"))["partials"]!.AsArray().Count == 0 && DrillLedger.Flows(folder, hedge).TrueForAll(flow => flow[0] != "running"), 300, "settled");
        var report = await Check(venues, folder, hedge, problems);
        await again.Post("/api/ui/close_exposure", "{}");
        await again.Until(async () => (await venues.Net()).Values.All(v => v == (0m, 0m)), 60, "flat");
        again.Kill();
        return $"{choice}, killed {delay.TotalMilliseconds:0} ms after the decision left; settled {since.Elapsed.TotalSeconds:0} s after the restart, {report}";
    }

    // Until the venue that refuses is the one whose leg comes second.
    private static async Task<string> Strike(DrillVenues venues, DrillDesk desk)
    {
        await desk.Patch("/api/ui/control", """{"auto_loop":false}""");
        for (var attempt = 0; attempt < 40; attempt++)
        {
            await venues.Break(Refusals[attempt % 2]);
            await desk.Post("/api/arb/execute", $$"""{"symbol":"{{Symbols[attempt / 2 % Symbols.Length]}}","min_spread":-1000,"notion_usdt":500,"leverage":2}""");
            await venues.Mend();
            if ((await desk.Get("/api/ui/hedges/partial"))["partials"]!.AsArray() is [{ } partial, ..]) return partial["hedge_id"]!.GetValue<string>();
        }

        throw new InvalidOperationException("no hedge became partial in 40 attempts");
    }

    private static async Task<string> Check(DrillVenues venues, string folder, string hedge, List<string> problems)
    {
        foreach (var (id, count) in await venues.PerClientId())
            if (count != 1) problems.Add($"client id {id} was accepted {count} times");
        foreach (var (symbol, net) in await venues.Net())
            if (net.Binance + net.Okx != 0m) problems.Add($"{symbol} stands alone: {net.Binance} and {net.Okx}");
        if (DrillLedger.Unsettled(folder) is { Count: > 0 } open) problems.Add($"not accounted for: {string.Join(", ", open)}");
        var flows = DrillLedger.Flows(folder, hedge);
        if (flows is not [["completed", "settled"]]) problems.Add($"flows: {string.Join(", ", flows.Select(flow => string.Join(' ', flow)))}");
        if (DrillLedger.Completions(folder, hedge) is > 1 and var sent) problems.Add($"{sent} completions of one approval");
        return $"{DrillLedger.State(folder, hedge)}, {string.Join(" → ", DrillLedger.Journal(folder, hedge))}; ";
    }
}
