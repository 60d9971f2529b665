using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Faults;

/// <summary>One thing that is to go wrong. Fields that do not belong to the kind stay null; <see cref="FaultForms"/> says which do.</summary>
/// <param name="Venue"><c>binance</c>, <c>okx</c> or <c>*</c>.</param>
public sealed record FaultRule(string Venue, FaultKind Kind)
{
    /// <summary>Endpoint, channel, door or symbol, with <c>*</c> for anything; case does not matter.</summary>
    public string Match { get; init; } = "*";

    /// <summary>How often it fires at most; null = always.</summary>
    public int? Count { get; init; }

    /// <summary>In (0, 1]; null = 1.</summary>
    public double? Probability { get; init; }

    /// <summary>How long after it is applied (or after the start, in a script) it begins.</summary>
    public TimeSpan? At { get; init; }

    /// <summary>How long it stays; null = until it is cleared.</summary>
    public TimeSpan? For { get; init; }

    public TimeSpan? Latency { get; init; }

    /// <summary>Up to so much more than <see cref="Latency"/>, by the dice.</summary>
    public TimeSpan? Jitter { get; init; }
    public string? Reply { get; init; }

    /// <summary>How many calls are answered 429 before the ban (1).</summary>
    public int? Warnings { get; init; }

    /// <summary>How long the ban lasts (two minutes).</summary>
    public TimeSpan? BanFor { get; init; }

    /// <summary>Signed.</summary>
    public TimeSpan? Skew { get; init; }

    /// <summary>Of a book gap: how many sequence numbers are lost (5). Of a book reset: the number it starts again from (10).</summary>
    public int? Size { get; init; }

    /// <summary>Base coin.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>A fraction in (0, 1].</summary>
    public decimal? Share { get; init; }

    /// <summary><c>bid</c>, <c>ask</c> or <c>both</c> (the usual).</summary>
    public string? BookSide { get; init; }

    /// <summary>Fraction of each level that is left, 0 (nothing) to below 1.</summary>
    public decimal? Keep { get; init; }

    /// <summary>Signed for a price move; the width of the band for a price limit.</summary>
    public decimal? Percent { get; init; }

    /// <summary>The price moves evenly over this time; null = at once.</summary>
    public TimeSpan? Over { get; init; }
    public SimSide? Side { get; init; }
    public decimal? Price { get; init; }
    public decimal? Tick { get; init; }
    public decimal? Step { get; init; }
    public decimal? MinQuantity { get; init; }

    /// <summary>The change is announced now and takes effect so much later.</summary>
    public TimeSpan? Announce { get; init; }
    public SimInstrumentStatus? Status { get; init; }
    public int? Hours { get; init; }

    /// <summary>Funding rate, a fraction (0.0001 = one basis point).</summary>
    public decimal? Rate { get; init; }
}

/// <summary>A rule on a board, with what it has done.</summary>
/// <param name="Fired">How often it acted; a lasting rule counts one when it begins.</param>
/// <param name="EndsAt">Null: stays until cleared.</param>
public sealed record FaultEntry(string Id, FaultRule Rule, FaultStage Stage, int Fired, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

public enum FaultStage
{
    /// <summary>Its time has not come.</summary>
    Waiting,
    Active,

    /// <summary>Used up, run out, done or cleared.</summary>
    Over,
}
