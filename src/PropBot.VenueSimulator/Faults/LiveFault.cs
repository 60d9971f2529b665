using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Faults;

/// <summary>One rule on a board while it lives, with dice of its own, so that other rules do not change how it falls.</summary>
internal sealed class LiveFault(string id, FaultRule rule, DateTimeOffset applied, Dice dice)
{
    private bool cleared;
    private int banned;

    public string Id => id;
    public FaultRule Rule => rule;
    public FaultForm Form { get; } = FaultForms.Of(rule.Kind);
    public int Fired { get; private set; }

    /// <summary>The board has acted on its beginning.</summary>
    public bool Begun { get; private set; }
    public DateTimeOffset StartsAt { get; } = applied + (rule.At ?? TimeSpan.Zero);
    public DateTimeOffset? EndsAt => rule.For is { } lasts ? StartsAt + lasts : null;
    public DateTimeOffset? BannedUntil { get; private set; }

    public FaultStage Stage(DateTimeOffset now)
    {
        if (cleared || (rule.Count is { } most && Fired >= most) || (Form.Manner == FaultManner.Once && Begun) || EndsAt <= now) return FaultStage.Over;
        return now < StartsAt ? FaultStage.Waiting : FaultStage.Active;
    }

    public bool Fits(FaultTarget target, string name, DateTimeOffset now) =>
        Form.Target == target && Stage(now) == FaultStage.Active && FaultPattern.Fits(rule.Match, name);

    /// <summary>The dice say whether it acts this time; counted when it does.</summary>
    public bool Strikes()
    {
        if (rule.Probability is { } chance && dice.Uniform() >= chance) return false;
        Fired++;
        return true;
    }

    public void Begin()
    {
        Begun = true;
        if (Form.Manner != FaultManner.Asked) Fired++;
    }

    public void Clear() => cleared = true;

    public TimeSpan Delay() =>
        (rule.Latency ?? TimeSpan.Zero) + TimeSpan.FromTicks((long)((rule.Jitter ?? TimeSpan.Zero).Ticks * (rule.Jitter is null ? 0.0 : dice.Uniform())));

    /// <summary>429 while there are warnings left, then 418 until the ban is over, then again from the start.</summary>
    public string Banning(DateTimeOffset now)
    {
        if (BannedUntil <= now) (BannedUntil, banned) = (null, 0);
        if (BannedUntil is null && banned++ < (rule.Warnings ?? 1)) return "429";
        BannedUntil ??= now + (rule.BanFor ?? TimeSpan.FromMinutes(2));
        return "418";
    }

    public FaultEntry Entry(DateTimeOffset now) => new(id, rule, Stage(now), Fired, StartsAt, EndsAt);
}
