namespace PropBot.Trading.Positions;

/// <summary>Where a hedge is. The transitions live in HedgeTransitions, one table.</summary>
public enum HedgeState
{
    /// <summary>Intent is durable; nothing has filled.</summary>
    Planned = 0,

    /// <summary>The first leg has filled (fully or partly), the second is not yet equal: open risk by design, seconds long.</summary>
    Exposed = 1,

    /// <summary>Both legs hold equal base quantity.</summary>
    Hedged = 2,

    /// <summary>Legs are unequal and the opening is over: open risk, bounded by R16.</summary>
    Partial = 3,

    /// <summary>Being closed reduce-only; never re-opens (R18).</summary>
    Closing = 4,

    /// <summary>Was open, is flat.</summary>
    Closed = 5,

    /// <summary>Nothing ever filled.</summary>
    Abandoned = 6,

    /// <summary>Both legs are being made smaller by the same quantity, because one came near its liquidation (R15).</summary>
    Trimming = 7,
}
