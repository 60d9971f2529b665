using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>Everything that stands against using a mandate now (R20), all of it at once.</summary>
/// <param name="ForGood">It can never be used again.</param>
internal sealed record MandateVerdict(bool ForGood, ImmutableArray<GateShut> Reasons);

internal static class MandateRule
{
    public const int MostUsesAnHour = 2;
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    public static readonly TimeSpan Validity = TimeSpan.FromDays(7);

    public static MandateVerdict Ask(LedgerTransaction tx, string id, DeskSnapshot desk, MandateTerms terms, DateTimeOffset at)
    {
        var mandate = MandateRows.Find(tx, id);
        return Judge(mandate, MandateBinding.Now(tx, desk, terms), MandateRows.UsesSince(tx, at - Hour), desk.Autopilot, at);
    }

    /// <summary>Pure.</summary>
    public static MandateVerdict Judge(Mandate? mandate, MandateBinding now, long usesThisHour, AutopilotView desk, DateTimeOffset at)
    {
        ImmutableArray<GateShut> forGood = [.. Lasting(mandate, now, at)];
        return new MandateVerdict(!forGood.IsEmpty, [.. forGood, .. Passing(usesThisHour, desk), .. desk.Shut]);
    }

    private static IEnumerable<GateShut> Lasting(Mandate? mandate, MandateBinding now, DateTimeOffset at)
    {
        if (mandate is not { Armed: true })
        {
            yield return new("not_armed", mandate is null ? "two people have given no mandate" : $"the mandate has ended: {mandate.Why}");
            yield break;
        }

        if (mandate.Until <= at) yield return new("mandate_expired", $"the mandate was valid until {mandate.Until:yyyy-MM-dd HH:mm:ss} UTC");
        if (MandateBinding.Read(mandate.Binding) is not { } bound) yield return new("mandate_unreadable", "what the mandate is bound to cannot be read");
        else foreach (var moved in bound.Moved(now)) yield return moved;
    }

    private static IEnumerable<GateShut> Passing(long usesThisHour, AutopilotView desk)
    {
        if (!desk.Permitted) yield return new("autopilot_disabled", "AUTOPILOT_ENABLE is false");
        if (usesThisHour >= MostUsesAnHour) yield return new("used_up_this_hour", $"the autopilot has resumed {usesThisHour} times within an hour, {MostUsesAnHour} are allowed");
    }
}
