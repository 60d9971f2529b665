namespace PropBot.Trading.Orders;

/// <summary>Where one order is. Terminal: Voided, Refused, Filled, Ended, Absent.</summary>
public enum OrderState
{
    /// <summary>Durable, not yet left the process.</summary>
    Intended = 0,

    /// <summary>Was never sent: HOLD, kill or a failed write came first (R7).</summary>
    Voided = 1,

    /// <summary>Bytes may have left; no answer yet.</summary>
    Sent = 2,

    /// <summary>The venue has it, not finished.</summary>
    Live = 3,

    /// <summary>The answer was lost: it may be live. Only the venue settles it (R31).</summary>
    Unknown = 4,
    Refused = 5,
    Filled = 6,

    /// <summary>Cancelled or expired; may carry fills.</summary>
    Ended = 7,

    /// <summary>Proven never to have existed on the venue: unknown there after its validity had passed.</summary>
    Absent = 8,
}

/// <summary>What happened to an order.</summary>
public enum OrderEvent
{
    Left = 0,
    VoidedBeforeSending = 1,
    ReplyAccepted = 2,
    ReplyRefused = 3,
    ReplyLost = 4,
    SeenLive = 5,
    SeenFilled = 6,
    SeenEnded = 7,
    ProvenAbsent = 8,
}

public enum OrderPurpose
{
    Open = 0,

    /// <summary>Closing a hedge: reduce-only, allowed in every state (R4, R18).</summary>
    Close = 1,

    /// <summary>Taking an unmatched excess back: reduce-only, allowed in every state (R16).</summary>
    Unwind = 2,

    /// <summary>No order of ours: the venue closed a leg itself, by liquidation or ADL (R19), or a person did at the venue (R28).</summary>
    Takeover = 3,
}

public static class OrderStates
{
    public static bool IsTerminal(this OrderState state) =>
        state is OrderState.Voided or OrderState.Refused or OrderState.Filled or OrderState.Ended or OrderState.Absent;
}
