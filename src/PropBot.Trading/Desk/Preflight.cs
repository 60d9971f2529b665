using System.Collections.Immutable;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk;

/// <summary>The checks of R21, each by name, from what the desk knows now. A red one blocks RUN; one that turns red in RUN is a HOLD.</summary>
internal static class Preflight
{
    /// <summary>How long a stream may be away before the check is red; until then books are stale and nothing opens anyway.</summary>
    public static readonly TimeSpan StreamGrace = TimeSpan.FromSeconds(10);

    /// <summary>R34: a clock that could not be measured for so long is red.</summary>
    public static readonly TimeSpan ClockGrace = TimeSpan.FromSeconds(60);

    public static ImmutableArray<PreflightCheck> Run(DeskMemory m)
    {
        var checks = ImmutableArray.CreateBuilder<PreflightCheck>();
        foreach (var status in m.Venues)
        {
            var word = status.Venue.Word();
            checks.Add(Instruments(m, status, word));
            checks.AddRange(AccountChecks.Run(m, status));
            checks.Add(Fees(m, status, word));
            checks.Add(Clock(m, status, word));
            checks.Add(Streams(m, status, word));
            checks.Add(DeadMan(m, status, word));
        }

        checks.Add(new PreflightCheck("account_stamp", m.AccountsWrong == "", m.AccountsWrong switch
        {
            null => "the venues have not said yet whose account it is",
            "" => "the ledger belongs to these accounts",
            var wrong => wrong,
        }));
        checks.Add(new PreflightCheck("ledger", m.LedgerWritable, m.LedgerWritable ? "takes writes" : "takes no writes: free disk space under DATA_DIR or mend its rights"));
        var compared = m.Truth.State.LastCleanAt is not null || m.Truth.State.IsDesync;
        checks.Add(new PreflightCheck("reconciliation", compared, compared ? "both venues were compared with the ledger" : "both venues have not yet been compared with the ledger: wait until both answer"));
        checks.Add(new PreflightCheck("recovery", m.Recovered, m.Recovered ? "every order accounted for" : "orders of the last run are not accounted for yet"));
        return checks.ToImmutable();
    }

    /// <summary>Null: all green, or none was run yet.</summary>
    public static PreflightCheck? FirstRed(ImmutableArray<PreflightCheck> checks)
    {
        foreach (var check in checks)
            if (!check.Green) return check;
        return null;
    }

    private static PreflightCheck Instruments(DeskMemory m, VenueStatus status, string word)
    {
        var missing = m.Options.Universe.Symbols.Where(s => !status.Instruments.ContainsKey(s)).ToArray();
        if (!status.InstrumentsFresh) return new($"instruments_{word}", false, status.SetupClue);
        if (missing.Length > 0) return new($"instruments_{word}", false, $"{word} does not list {string.Join(", ", missing)}: take it out of SYMBOLS or correct its name");

        // A closed instrument keeps its own pair shut (case 12), not the whole desk.
        var closed = status.Instruments.Values.Where(i => i.Status != InstrumentStatus.Trading && m.Options.Universe.IndexOf(i.Symbol) >= 0).Select(i => $"{i.Symbol} is {i.Status.Word()}: nothing opens on it").ToArray();
        return new($"instruments_{word}", true, closed.Length == 0 ? "all listed and trading" : string.Join("; ", closed));
    }

    private static PreflightCheck Fees(DeskMemory m, VenueStatus status, string word)
    {
        var missing = m.Options.Universe.Symbols.FirstOrDefault(s => !status.Fees.ContainsKey(s));
        return new($"fees_{word}", missing is null, missing is null ? "read from the account" : $"{missing}: the account's fees are not read ({status.SetupClue}); without them no edge can be worked out");
    }

    private static PreflightCheck Clock(DeskMemory m, VenueStatus status, string word)
    {
        var name = $"clock_{word}";
        if (status.Clock is not { } clock) return new(name, false, "not measured yet");
        if (m.Now - clock.At > ClockGrace) return new(name, false, $"not measured for {(m.Now - clock.At).TotalSeconds:0} s: the venue does not answer");
        var text = $"offset {clock.Offset.TotalMilliseconds:0.0} ms ± {clock.Uncertainty.TotalMilliseconds:0.0}";
        return new(name, status.ClockBreaches < 2, status.ClockBreaches < 2 ? text : $"{text}: CLOCK_SKEW_HOLD_THRESHOLD_MS allows {m.Options.MarketData.ClockSkewHold.TotalMilliseconds:0}; synchronise this machine's clock");
    }

    private static PreflightCheck DeadMan(DeskMemory m, VenueStatus status, string word)
    {
        var name = $"dead_man_{word}";
        if (status.DeadManMissing) return new(name, m.Options.Profile == "paper", "this venue's connector has no dead-man switch; only paper goes without");
        if (status.DeadManProven) return new(name, true, "was armed and stood");
        var trouble = status.DeadManInTrouble?.Reading.Trouble;
        return new(name, false, trouble is null
            ? "the venue's dead-man switch has not been armed yet"
            : $"the venue's dead-man switch could not be armed: {trouble}; without it an order of a silent desk would rest for ever");
    }

    private static PreflightCheck Streams(DeskMemory m, VenueStatus status, string word)
    {
        var down = status.DownSince is { } since && (m.PreflightAt is null || m.Now - since > StreamGrace);
        return new($"streams_{word}", !down, down ? status.LinkDetail : "market data and orders");
    }
}
