using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk.Partials;

/// <summary>A real hedge whose legs are unequal and that is neither opening nor closing; a part of the snapshot.</summary>
/// <param name="Since">Since when its legs differ; survives a restart and so names this trouble.</param>
/// <param name="Venue">Where the excess stands.</param>
/// <param name="LossUsdt">What taking it back now would lose against its entry; null when no price is known.</param>
/// <param name="BoundReached">R16: nobody is waited for any longer. Never true while NAKED_AUTO_UNWIND is off.</param>
/// <param name="Completion">The order that would make it whole; null: not possible now.</param>
/// <param name="WhyNot">Code and sentence where it is not possible; empty otherwise.</param>
public sealed record PartialView(
    string HedgeId, string Symbol, DateTimeOffset Since, Venue Venue, Quantity Excess, decimal? LossUsdt, bool BoundReached, CompletionPlan? Completion, string WhyNot, string WhyNotText);
