using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges;

/// <summary>
/// What a connector knows of the venue's own switch that cancels our resting orders when we fall silent (R32). Binance has one per
/// symbol (countdownCancelAll), OKX one per account and tag (cancel-all-after).
/// </summary>
/// <param name="Pair">Index in <see cref="PairUniverse"/>; null where the switch covers the whole account or tag.</param>
/// <param name="FiresAt">The earliest moment at which the venue acts unless refreshed, by our clock; null: not armed.</param>
/// <param name="Trouble">Why the last refresh failed, in words; empty while refreshes succeed.</param>
public sealed record DeadManReading(Venue Venue, int? Pair, DateTimeOffset? FiresAt, string Trouble, DateTimeOffset At);
