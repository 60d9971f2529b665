using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Faults;

/// <summary>What is made to go wrong at one venue, now and by plan. All members are thread-safe. Times come from the clock, chances from the seed, so the same
/// rules and the same questions give the same faults. Rules that are due later begin at the venue's next advance (<see cref="Advance"/>).</summary>
public sealed partial class FaultBoard(TimeProvider clock, int seed)
{
    private const int KeptEnded = 200;
    private readonly Lock gate = new();
    private readonly List<LiveFault> live = [];
    private readonly List<FaultEntry> ended = [];
    private readonly Dictionary<FaultKind, int> firedByEnded = [];
    private int numbered;

    /// <summary>No rule is on the board: nearly always so, and asked on every path.</summary>
    private volatile bool empty = true;

    /// <summary>A door's name or <c>*</c>: every socket of that door is cut now, without a closing handshake.</summary>
    public event Action<string>? ForcedClose;

    /// <summary>A door's name or <c>*</c>: every socket of that door is closed as one whose reader is too slow.</summary>
    public event Action<string>? SlowConsumer;

    /// <summary>A door's name or <c>*</c>: the warning before a close for an upgrade (OKX 64008).</summary>
    public event Action<string>? Notice;

    /// <summary>A rule began, ended or was cleared: lasting effects are to be looked at again. Raised outside the board's own lock.</summary>
    public event Action? Changed;

    /// <summary>A rule of manner <see cref="FaultManner.Once"/> that concerns the engine is to be carried out now.</summary>
    public event Action<FaultRule>? Struck;

    /// <summary>Begins the ids: <c>binance-1</c>.</summary>
    public string Name { get; init; } = "fault";

    /// <summary>Puts a rule on the board; one without a delay acts at once.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">The rule is not whole; the message says what is wrong.</exception>
    public string Apply(FaultRule rule)
    {
        var problems = FaultForms.Problems(rule).ToList();
        if (problems.Count > 0) throw new ArgumentException(string.Join(' ', problems), nameof(rule));
        string id;
        lock (gate)
        {
            id = $"{Name}-{++numbered}";
            live.Add(new LiveFault(id, rule, clock.GetUtcNow(), Dice.For(seed, id)));
            empty = false;
        }

        Advance();
        return id;
    }

    /// <summary>False when there is no such rule any more.</summary>
    public bool Clear(string id)
    {
        lock (gate)
        {
            if (live.Find(f => f.Id == id && f.Stage(clock.GetUtcNow()) != FaultStage.Over) is not { } found) return false;
            found.Clear();
        }

        Advance();
        Changed?.Invoke();
        return true;
    }

    public void Clear()
    {
        lock (gate) live.ForEach(f => f.Clear());
        Advance();
        Changed?.Invoke();
    }

    /// <summary>Rules that wait or act, oldest first.</summary>
    public IReadOnlyList<FaultEntry> Active()
    {
        lock (gate) return [.. Entries().Where(e => e.Stage != FaultStage.Over)];
    }

    /// <summary>Rules that are over, oldest first; the last 200.</summary>
    public IReadOnlyList<FaultEntry> Ended()
    {
        lock (gate) return [.. ended, .. Entries().Where(e => e.Stage == FaultStage.Over)];
    }

    /// <summary>How often each kind acted, since the board was made.</summary>
    public IReadOnlyDictionary<FaultKind, int> Fired()
    {
        lock (gate)
        {
            var fired = new Dictionary<FaultKind, int>(firedByEnded);
            foreach (var fault in live) fired[fault.Rule.Kind] = fired.GetValueOrDefault(fault.Rule.Kind) + fault.Fired;
            return fired;
        }
    }

    /// <summary>Begins what is due and forgets what is over. The venue calls it as time goes by.</summary>
    public void Advance()
    {
        if (empty) return;
        var (begun, over) = Due();
        foreach (var rule in begun) Begin(rule);
        if (over || begun.Count > 0) Changed?.Invoke();
    }

    private (List<FaultRule> Begun, bool Over) Due()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var begun = live.Where(f => !f.Begun && f.Stage(now) == FaultStage.Active).ToList();
            begun.ForEach(f => f.Begin());
            var over = live.Where(f => f.Stage(now) == FaultStage.Over).ToList();
            ended.AddRange(over.Select(f => f.Entry(now)));
            foreach (var fault in over) firedByEnded[fault.Rule.Kind] = firedByEnded.GetValueOrDefault(fault.Rule.Kind) + fault.Fired;
            live.RemoveAll(over.Contains);
            empty = live.Count == 0;
            if (ended.Count > KeptEnded) ended.RemoveRange(0, ended.Count - KeptEnded);
            return ([.. begun.Select(f => f.Rule)], over.Count > 0);
        }
    }

    private void Begin(FaultRule rule)
    {
        switch (rule.Kind)
        {
            case FaultKind.ForcedClose:
                ForcedClose?.Invoke(rule.Match);
                break;
            case FaultKind.SlowConsumer:
                SlowConsumer?.Invoke(rule.Match);
                break;
            case FaultKind.Notice:
                Notice?.Invoke(rule.Match);
                break;
            default:
                if (FaultForms.Of(rule.Kind).Manner == FaultManner.Once) Struck?.Invoke(rule);
                break;
        }
    }

    private IEnumerable<FaultEntry> Entries() => live.Select(f => f.Entry(clock.GetUtcNow()));
}
