using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Instruments;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <summary>
/// Asks both venues, has them compared with the ledger, and draws the consequences: trades of ours are booked, foreign ones are told,
/// a difference seen twice is STATE DESYNC and HOLD. Nothing is ever repaired (R29).
/// </summary>
internal sealed class ReconcileFlow(DeskMemory m, DeskEffects effects, ModeFlow mode, OrderFlow orders, AlertDesk alerts)
{
    /// <summary>Venues are asked again at most this often because orders ended or a desync stands: the rate budget is for trading.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BeforeRecovery = TimeSpan.FromMilliseconds(500);


    /// <summary>How long a comparison waits for a venue to say whose order it was that traded; then it goes by what is known.</summary>
    private static readonly TimeSpan ForStrangers = TimeSpan.FromSeconds(5);

    private readonly TradeWindows windows = new(m);
    private readonly ReconcileJournal journal = new(m, effects, alerts);
    private readonly CashKeeper cash = new(m, effects, alerts);
    private readonly VenueWord?[] words = new VenueWord?[Venues.Count];
    private int cycle;
    private int waiting;
    private DateTimeOffset begunAt;
    private bool recovered;
    private DateTimeOffset? judgedBy;

    /// <summary>What a venue said of its account is shown, whatever the comparison makes of it.</summary>
    public required Action<VenueWord> Heard { get; init; }

    /// <summary>Who finds out whose the trades are that are not ours. Set once, right after both are made: they need each other.</summary>
    public StrangerFlow Strangers { get; set; } = null!;

    /// <summary>An order ended, or somebody else's moved: the venue's answers should soon say so too.</summary>
    public void AskSoon(Venue venue)
    {
        var at = m.Now + m.Options.Reconciliation.Settle + TimeSpan.FromMilliseconds(200);
        if (at < begunAt + LeastPause) at = begunAt + LeastPause;
        if (at < m.Status(venue).NextAccountReadAt) m.Status(venue).NextAccountReadAt = at;
    }

    public void Tick()
    {
        // Until the last run's orders are accounted for nothing can be compared; then at once.
        if (m.Recovered && !recovered)
        {
            recovered = true;
            AskAgainIn(TimeSpan.Zero);
        }

        Strangers.Tick();
        if (judgedBy is { } until)
        {
            if (m.Now >= until || !StrangersAreOpen) Compare();
            return;
        }

        if (waiting > 0)
        {
            if (m.Now - begunAt >= Patience) Finish();
            return;
        }

        if (Array.Exists(m.Venues, status => status.StreamsStarted && m.Now >= status.NextAccountReadAt)) Begin();
    }

    public void On(RoundRead fact)
    {
        Heard(fact.Word);
        if (fact.Cycle != cycle || waiting == 0) return;
        words[(int)fact.Word.Venue] = fact.Word;
        if (--waiting == 0) Finish();
    }

    /// <summary>A transfer explains a wallet; with it the accounts are looked at again.</summary>
    public void On(TransfersRead fact)
    {
        if (cash.Heard(fact)) AskAgainIn(m.Options.Reconciliation.Again);
    }

    public IEnumerable<Block> Blocks()
    {
        var state = m.Truth.State;
        if (state.Phase == ConvergencePhase.Clean) return [];
        var text = string.Join("; ", state.Open.Where(s => s.Issue.IsDesync).Select(s => s.Issue.Text));
        return state.Phase switch
        {
            ConvergencePhase.Suspected => [new Block("desync_suspected", $"a venue and the ledger differ, being read again: {text}")],
            ConvergencePhase.Clearing => [new Block("desync", "STATE DESYNC: both venues agree with the ledger once; one more clean read is needed")],
            _ => [new Block("desync", $"STATE DESYNC: {text}")],
        };
    }

    private void Begin()
    {
        cycle++;
        begunAt = m.Now;
        Array.Clear(words);
        foreach (var status in m.Venues)
        {
            if (!status.StreamsStarted) continue;
            status.NextAccountReadAt = m.Now + m.Options.Reconciliation.Every;
            waiting++;
            effects.ReadRound(status.Venue, cycle, windows.ToAsk(status.Venue));
        }
    }

    private void Finish()
    {
        waiting = 0;
        if (!m.Recovered)
        {
            AskAgainIn(BeforeRecovery);
            return;
        }

        foreach (var word in words.OfType<VenueWord>()) m.Truth.Words[(int)word.Venue] = word;
        foreach (var fill in Reconciler.Strangers(Belief.Facts(m, Said))) Strangers.On(fill);
        if (StrangersAreOpen) judgedBy = m.Now + ForStrangers;
        else Compare();
    }

    // A venue that is dark now tells nothing of its orders either: nobody waits for it.
    private bool StrangersAreOpen => Said.Exists(word => Strangers.AnyOpen(word.Venue));

    private List<VenueWord> Said => [.. words.OfType<VenueWord>()];

    private void Compare()
    {
        judgedBy = null;
        var said = Said;
        var facts = Belief.Facts(m, said);
        var report = Reconciler.Reconcile(facts);
        foreach (var fill in report.CatchUp) orders.On(fill);
        journal.ForeignTrades(facts, report, Strangers.IsOpen);
        if (report.Issues.Any(issue => issue is { IsForeign: true, Kind: not MismatchKind.UnexpectedExchangePosition })) mode.EngageHold("foreign_order", "reconciliation", "desk");
        Conclude(report);
        foreach (var word in said.Where(word => word.IsComplete)) m.Truth.ComparedAt[(int)word.Venue] = word.AskedAt;
        cash.Look(said, report);
        windows.Heard(said);
        m.Dirty = true;
    }

    private void Conclude(ReconciliationReport report)
    {
        var before = m.Truth.State;
        var after = m.Truth.State = before.After(report, m.Options.Reconciliation);
        m.Disputed = after.Phase switch
        {
            ConvergencePhase.Desync => [.. after.Open.Where(s => s.Issue.IsDesync && s.Issue.Kind.IsOfQuantity()).Select(s => Coins.Of(s.Issue.Symbol))],

            // What was disputed is so until the second clean read.
            ConvergencePhase.Clearing => m.Disputed,
            _ => [],
        };
        journal.Tell(before, after, report);
        if (after.IsDesync && !before.IsDesync) mode.EngageHold("desync", "reconciliation", "desk");
        if (after.Phase == ConvergencePhase.Suspected) AskAgainIn(m.Options.Reconciliation.Again);
        else if (after.IsDesync) AskAgainIn(LeastPause);
    }

    private void AskAgainIn(TimeSpan pause)
    {
        foreach (var status in m.Venues)
            if (m.Now + pause < status.NextAccountReadAt) status.NextAccountReadAt = m.Now + pause;
    }
}
