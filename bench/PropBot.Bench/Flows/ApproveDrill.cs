using System.Diagnostics;

namespace PropBot.Bench.Flows;

/// <summary>
/// kill -9 while the second person's confirm is on its way, N rounds: the whole process, over its REST doors. After each restart the desk
/// is in HOLD; the person, who got no answer, confirms again. HOLD is left at most once a round, only by a permit that the second person
/// approved, and no permit of a former boot is left open. Ends with 0 only if every round holds.
/// </summary>
internal static class ApproveDrill
{
    private static readonly string[] Symbols = ["BTCUSDT"];

    public static async Task<int> Run(BenchArguments arguments)
    {
        var seed = arguments.Number("seed", 11);
        var dice = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("propbot-approve-").FullName;
        Console.WriteLine($"# seed {seed}, data in {folder}");
        using var venues = await DrillVenues.Start(Path.Combine(folder, "venues"), seed, Symbols);
        var (wrong, rounds) = (0, arguments.Number("rounds", 20));
        for (var round = 1; round <= rounds; round++)
        {
            var problems = new List<string>();
            var report = await Round(venues, folder, TimeSpan.FromMilliseconds(dice.Next(0, arguments.Number("within-ms", 600))), problems);
            Console.WriteLine($"round {round}: {report}{(problems.Count == 0 ? "ok" : "WRONG: " + string.Join("; ", problems))}");
            wrong += problems.Count == 0 ? 0 : 1;
        }

        Console.WriteLine($"approve_drill_rounds_wrong ours={wrong} floor=0 ratio=1");
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<string> Round(DrillVenues venues, string folder, TimeSpan delay, List<string> problems)
    {
        var known = 0;
        using (var first = await DrillDesk.Start(folder, venues, Symbols, nakedSeconds: 60))
        {
            await first.AskResume();
            (known, var approvals) = (DrillLedger.Permits(folder).Count, DrillLedger.Approvals(folder).Count);
            var answer = first.ConfirmResume();
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < delay) Thread.SpinWait(50);
            first.Kill();
            await DrillDesk.Ended(answer);
            if (DrillLedger.Approvals(folder).Count > approvals + 1) problems.Add("one confirm was counted twice");
        }

        var before = Word(DrillLedger.Permits(folder).Skip(known));
        using var again = await DrillDesk.Start(folder, venues, Symbols, nakedSeconds: 60);
        if (!(await again.Get("/api/ui/status/overview"))["hold_active"]!.GetValue<bool>()) problems.Add("not in HOLD after the restart");
        await again.UntilRecovered();
        await again.ConfirmResume();
        await again.Until(() => Task.FromResult(DrillLedger.Permits(folder).Skip(known).All(permit => permit[0] is "used" or "void")), 20, "every permit decided");
        var left = !(await again.Get("/api/ui/status/overview"))["hold_active"]!.GetValue<bool>();
        var permits = DrillLedger.Permits(folder).Skip(known).ToList();
        if (permits.Count > 1) problems.Add($"{permits.Count} permits of one request");
        if (permits.Exists(permit => permit[1] != "operator-b")) problems.Add("a permit that the second person did not approve");
        if (left && !permits.Exists(permit => permit[0] == "used")) problems.Add("HOLD was left without a used permit");
        again.Kill();
        return $"killed {delay.TotalMilliseconds:0} ms after the confirm left; permit then {before}, in the end {Word(permits)}, HOLD left after the restart: {left}; ";
    }

    private static string Word(IEnumerable<string[]> permits) => permits.Select(permit => permit[0]).FirstOrDefault() ?? "none";
}
