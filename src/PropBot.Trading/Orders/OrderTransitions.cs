using static PropBot.Trading.Orders.OrderEvent;
using static PropBot.Trading.Orders.OrderState;

namespace PropBot.Trading.Orders;

/// <summary>The one table of order states. The venue's word beats our reply: fills race replies on two sockets.</summary>
public static class OrderTransitions
{
    public static OrderState After(this OrderState state, OrderEvent fact) => (state, fact) switch
    {
        (Intended, Left) => Sent,
        (Intended, VoidedBeforeSending) => Voided,

        (Sent, ReplyAccepted) => Live,
        (Sent, ReplyRefused) => Refused,
        (Sent, ReplyLost) => Unknown,

        // The private stream may overtake the reply, or be the only one that speaks.
        (Sent or Live or Unknown, SeenLive) => Live,
        (Sent or Live or Unknown, SeenFilled) => Filled,
        (Sent or Live or Unknown, SeenEnded) => Ended,
        (Live, ReplyAccepted) => Live,
        (Filled, ReplyAccepted) => Filled,
        (Ended, ReplyAccepted) => Ended,

        // A lost or contradicting reply after the venue spoke changes nothing.
        (Live, ReplyLost) => Live,
        (Filled, ReplyLost or ReplyRefused) => Filled,
        (Ended, ReplyLost or ReplyRefused) => Ended,

        // A duplicate-id refusal of an order that the stream has shown: the stream is right.
        (Live, ReplyRefused) => Live,
        (Unknown, ReplyAccepted) => Live,
        (Unknown, ReplyRefused) => Refused,
        (Unknown, ReplyLost) => Unknown,

        // Accepted with a venue id and then not found is as unknown as no reply at all, until its validity has passed.
        (Sent or Unknown or Live, ProvenAbsent) => Absent,

        // Repeats of what is known.
        (Filled, SeenLive or SeenFilled or SeenEnded) => Filled,
        (Ended, SeenLive or SeenEnded) => Ended,

        // A cancel that lost the race against the last fill: the final state is the fill (case 24).
        (Ended, SeenFilled) => Filled,

        // Our proof or the reply was wrong and the venue shows the order after all: believe the venue, never lose a fill.
        (Refused or Absent, SeenLive) => Live,
        (Refused or Absent, SeenFilled) => Filled,
        (Refused or Absent, SeenEnded) => Ended,
        (Absent, ReplyAccepted) => Live,
        (Absent, ReplyRefused or ReplyLost) => Absent,

        // A question that was on its way when the venue said no itself: its proof changes nothing.
        (Refused, ProvenAbsent) => Refused,
        (Absent, ProvenAbsent) => Absent,
        _ => throw new IllegalOrderStepException(state, fact),
    };
}

/// <summary>Our own code broke its promise: this event cannot happen to an order in this state.</summary>
public sealed class IllegalOrderStepException(OrderState state, OrderEvent fact)
    : InvalidOperationException($"an order that is {state} cannot meet {fact}");
