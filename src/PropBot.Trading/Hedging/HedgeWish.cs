namespace PropBot.Trading.Hedging;

public enum WishKind
{
    /// <summary>Take the open leg back, reduce-only: one operator, every state.</summary>
    Unwind = 0,

    /// <summary>Send the missing leg: two people, exactly what they agreed on (R28).</summary>
    Complete = 1,
}

/// <summary>What became of a wish. Empty = under way.</summary>
public static class WishOutcomes
{
    /// <summary>No leg stands alone any more.</summary>
    public const string Flat = "flat";
    public const string Complete = "complete";

    /// <summary>Something of it was done, or could not be within the time.</summary>
    public const string Residual = "residual";

    /// <summary>Nothing was filled within the worst price.</summary>
    public const string PriceMoved = "price_moved";

    /// <summary>What was agreed on does not stand any more; nothing was sent.</summary>
    public const string StateChanged = "STATE_CHANGED";

    /// <summary>A venue does not answer; what was sent may still happen (R31).</summary>
    public const string VenueDark = "VENUE_DARK";
}

/// <summary>A durable wish about a partial hedge, a row of <c>hedge_wish</c>. The desk alone sends orders for it.</summary>
/// <param name="Id">Names the effect: <c>instance#token</c> of a workflow, or made of the hedge for a person's own.</param>
/// <param name="By">As shown in the audit.</param>
public sealed record HedgeWish(string Id, string HedgeId, WishKind Kind, string By, DateTimeOffset At)
{
    /// <summary>The completion's order; empty for an unwinding, whose orders are the hedge's own.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>One of <see cref="WishOutcomes"/>.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Why, for people and the journal.</summary>
    public string Detail { get; init; } = "";

    public bool IsOpen => Outcome.Length == 0;
}
