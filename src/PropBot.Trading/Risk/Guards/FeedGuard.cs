using PropBot.Trading.Instruments;

namespace PropBot.Trading.Risk.Guards;

/// <summary>Whether what we see is true now: books, clocks, the private stream, the venue's switch and the instrument's state.</summary>
public static class FeedGuard
{
    /// <summary>A clock not read for so long is not known (R34).</summary>
    private static readonly TimeSpan ClockGood = TimeSpan.FromSeconds(60);

    /// <summary>P15: stale by data, not by heartbeat.</summary>
    public static RiskRefusal? Books(RiskFacts facts, RiskLimits limits) => Book(facts.Buy, limits) ?? Book(facts.Sell, limits);

    /// <summary>R34: beyond the bound, or not measurable.</summary>
    public static RiskRefusal? Clock(RiskFacts facts, RiskLimits limits) => Clock(facts.Buy, limits) ?? Clock(facts.Sell, limits);

    public static RiskRefusal? PrivateStream(RiskFacts facts, RiskLimits limits) => Private(facts.Buy) ?? Private(facts.Sell);

    public static RiskRefusal? DeadMan(RiskFacts facts, RiskLimits limits) => Switch(facts.Buy) ?? Switch(facts.Sell);

    public static RiskRefusal? Instrument(RiskFacts facts, RiskLimits limits) => Status(facts.Buy, facts.Symbol) ?? Status(facts.Sell, facts.Symbol);

    private static RiskRefusal? Book(VenueRiskFacts venue, RiskLimits limits)
    {
        if (venue.BookAge is not { } age) return RiskRefusal.CannotEvaluate("book_stale", $"{venue.Venue.Word()}'s book is incomplete: its age");
        return age <= limits.MaxBookAge ? null : new RiskRefusal(
            "book_stale", $"{venue.Venue.Word()}'s book is {age.TotalMilliseconds:0} ms old; at most {limits.MaxBookAge.TotalMilliseconds:0} ms",
            new RiskNumber("book_age_ms", (decimal)age.TotalMilliseconds, "ms"), new RiskNumber("MAX_QUOTE_AGE_MS", (decimal)limits.MaxBookAge.TotalMilliseconds, "ms"));
    }

    private static RiskRefusal? Clock(VenueRiskFacts venue, RiskLimits limits)
    {
        if (venue.ClockAge is not { } age || venue.ClockExcess is not { } excess || age > ClockGood)
            return RiskRefusal.CannotEvaluate("clock_unknown", $"{venue.Venue.Word()}'s clock has not been measured within {ClockGood.TotalSeconds:0} s: its offset");
        return excess < limits.ClockSkewHold ? null : new RiskRefusal(
            "clock_skew", $"{venue.Venue.Word()}'s clock differs from ours by at least {excess.TotalMilliseconds:0} ms; below {limits.ClockSkewHold.TotalMilliseconds:0} ms is allowed",
            new RiskNumber("clock_skew_ms", (decimal)excess.TotalMilliseconds, "ms"),
            new RiskNumber("CLOCK_SKEW_HOLD_THRESHOLD_MS", (decimal)limits.ClockSkewHold.TotalMilliseconds, "ms"));
    }

    private static RiskRefusal? Private(VenueRiskFacts venue) => venue.PrivateUp
        ? null
        : new RiskRefusal("private_stream_down", $"{venue.Venue.Word()}'s order stream is down or still catching up: a fill could not be heard");

    private static RiskRefusal? Switch(VenueRiskFacts venue) => venue.DeadManTrouble.Length == 0
        ? null
        : new RiskRefusal("dead_man_unarmed", $"{venue.Venue.Word()}'s dead-man switch cannot be refreshed: {venue.DeadManTrouble}");

    private static RiskRefusal? Status(VenueRiskFacts venue, string symbol) => venue.Status switch
    {
        InstrumentStatus.Trading => null,
        null => RiskRefusal.CannotEvaluate("instrument_closed", $"the state of {symbol} on {venue.Venue.Word()}"),
        { } status => new RiskRefusal("instrument_closed", $"{venue.Venue.Word()} does not open {symbol} now ({status.Word()})"),
    };
}
