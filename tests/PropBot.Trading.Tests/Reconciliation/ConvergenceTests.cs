using PropBot.Trading.Instruments;
using PropBot.Trading.Reconciliation;
using static PropBot.Trading.Tests.Reconciliation.Sides;

namespace PropBot.Trading.Tests.Reconciliation;

public class ConvergenceTests
{
    private static readonly ReconciliationOptions Options = new();
    private int reads;

    [Fact]
    public void the_table_has_these_steps_and_no_other()
    {
        var steps = from phase in Enum.GetValues<ConvergencePhase>()
                    from sight in Enum.GetValues<Sight>()
                    select $"{phase}+{sight}={Try(phase, sight)}";
        Assert.Equal(
            [
                "Clean+AllClear=Clean", "Clean+Unsure=Clean", "Clean+Fresh=Suspected", "Clean+Again=illegal",
                "Suspected+AllClear=Clean", "Suspected+Unsure=Suspected", "Suspected+Fresh=Suspected", "Suspected+Again=Desync",
                "Desync+AllClear=Clearing", "Desync+Unsure=Desync", "Desync+Fresh=Desync", "Desync+Again=Desync",
                "Clearing+AllClear=Clean", "Clearing+Unsure=Clearing", "Clearing+Fresh=Desync", "Clearing+Again=Desync",
            ],
            steps);
    }

    [Fact]
    public void one_sight_is_a_suspicion_two_are_a_desync_and_two_clean_reads_clear_it()
    {
        var state = After(Convergence.Start, Wrong());
        Assert.Equal(ConvergencePhase.Suspected, state.Phase);
        Assert.False(state.IsDesync);
        state = After(state, Wrong());
        Assert.True(state.IsDesync);
        Assert.Equal((2, Noon.AddSeconds(1)), (state.Open[0].Times, state.Open[0].FirstSeen));
        state = After(state, Right());
        Assert.True(state.IsDesync);
        state = After(state, Right());
        Assert.False(state.IsDesync);
        Assert.Null(state.DesyncSince);
        Assert.Empty(state.Open);
    }

    [Fact]
    public void a_silent_venue_neither_clears_nor_confirms()
    {
        var suspected = After(Convergence.Start, Wrong());
        var dark = After(suspected, Dark());
        Assert.Equal(ConvergencePhase.Suspected, dark.Phase);
        Assert.Equal(suspected.Open[0].Issue, dark.Open[0].Issue);
        Assert.Equal(1, dark.Open[0].Times);
        var desync = After(dark, Wrong());
        Assert.True(After(After(After(desync, Dark()), Dark()), Dark()).IsDesync);
    }

    [Fact]
    public void a_clean_read_interrupted_by_trouble_starts_over()
    {
        var state = After(After(After(After(Convergence.Start, Wrong()), Wrong()), Right()), Wrong());
        Assert.Equal(ConvergencePhase.Desync, state.Phase);
        Assert.Equal(ConvergencePhase.Clearing, After(state, Right()).Phase);
    }

    [Fact]
    public void two_different_transient_sights_are_no_desync()
    {
        var state = After(After(Convergence.Start, Wrong()), At(Report(binance: Binance with { OpenOrders = [Resting(Venue.Binance, "")] })));
        Assert.Equal(ConvergencePhase.Suspected, state.Phase);
    }

    [Fact]
    public void a_desync_that_stays_is_escalated_after_its_bound()
    {
        var state = After(After(Convergence.Start, Wrong()), Wrong());
        Assert.False(state.Escalated);
        reads += 58;
        Assert.False((state = After(state, Wrong())).Escalated);
        Assert.True(After(state, Wrong()).Escalated);
    }

    [Fact]
    public void what_is_only_told_is_no_suspicion()
    {
        var told = At(Report(okx: Word(Venue.Okx, -0.5m, 99_900m) with { Fills = Okx.Fills }));
        var state = After(Convergence.Start, told);
        Assert.Equal(ConvergencePhase.Clean, state.Phase);
        Assert.Equal(MismatchKind.BalanceMismatch, state.Open.Single().Issue.Kind);
        Assert.NotNull(state.LastCleanAt);
    }

    private static string Try(ConvergencePhase phase, Sight sight)
    {
        try
        {
            return phase.After(sight).ToString();
        }
        catch (InvalidOperationException)
        {
            return "illegal";
        }
    }

    private static Convergence After(Convergence state, ReconciliationReport report) => state.After(report, Options);

    private ReconciliationReport Wrong() => At(Report(okx: Okx with { Positions = [] }));

    private ReconciliationReport Right() => At(Report());

    private ReconciliationReport Dark() => At(Report(okx: new VenueWord(Venue.Okx, Noon)));

    private ReconciliationReport At(ReconciliationReport report) => report with { AskedAt = Noon.AddSeconds(++reads) };
}
