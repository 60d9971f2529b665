using System.Collections.Immutable;

namespace PropBot.Trading.Risk.Measures;

/// <summary>One turn upwards.</summary>
public sealed record DialRaise(DateTimeOffset At, int Points);

/// <summary>The risk dial, RPI (rulings §4): 0–100 by hand; 50 is as configured. Immutable; kept in the ledger.</summary>
public sealed record RiskDial
{
    public const int Normal = 50;

    public int Value { get; init; } = Normal;

    /// <summary>It was cut by itself and nobody has turned it up since: two people are needed (§3.3).</summary>
    public bool WasCut { get; init; }

    public ImmutableArray<DialRaise> Raises { get; init; } = [];

    /// <summary>Multiplies size, pace and soft caps; 0 opens nothing. Hard caps stand.</summary>
    public decimal Factor => Math.Min(Value / (decimal)Normal, 1.5m);
}

public abstract record DialMove
{
    private DialMove()
    {
    }

    public sealed record Turned(RiskDial Dial) : DialMove;

    public sealed record Refused(string Code, string Text) : DialMove;
}

/// <summary>Who may turn the dial where (rulings §4, §3.3). Pure.</summary>
public static class DialRules
{
    public const int MostPerWindow = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <param name="twoPeople">A second operator has approved this very value.</param>
    public static DialMove Turn(RiskDial dial, int wanted, bool twoPeople, Stability msr, DateTimeOffset now)
    {
        if (wanted is < 0 or > 100) return new DialMove.Refused("rpi_out_of_range", $"RPI is a whole number from 0 to 100, not {wanted}");
        if (wanted <= dial.Value) return new DialMove.Turned(dial with { Value = wanted });
        if (msr == Stability.Red) return new DialMove.Refused("msr_red", "market stability is red: the dial goes up again when it is not");
        if (!twoPeople && wanted > RiskDial.Normal) return new DialMove.Refused("two_people_required", $"above {RiskDial.Normal} the dial is turned by two people");
        if (!twoPeople && dial.WasCut) return new DialMove.Refused("two_people_required", "the dial was cut by itself: turning it up again takes two people");
        var recent = dial.Raises.Where(raise => now - raise.At < Window).ToImmutableArray();
        var room = MostPerWindow - recent.Sum(raise => raise.Points);
        var points = wanted - dial.Value;
        if (points > room)
            return new DialMove.Refused("rpi_too_fast", $"the dial goes up by at most {MostPerWindow} in {Window.TotalMinutes:0} minutes: {Math.Max(room, 0)} are left now, {points} were asked for");
        return new DialMove.Turned(dial with { Value = wanted, WasCut = false, Raises = recent.Add(new DialRaise(now, points)) });
    }

    /// <summary>While stability is red nothing runs above normal: what two people had added is taken back.</summary>
    public static RiskDial Cut(RiskDial dial, Stability msr) =>
        msr == Stability.Red && dial.Value > RiskDial.Normal ? dial with { Value = RiskDial.Normal, WasCut = true } : dial;
}
