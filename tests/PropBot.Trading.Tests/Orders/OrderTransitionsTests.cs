using PropBot.Trading.Orders;
using static PropBot.Trading.Orders.OrderEvent;
using static PropBot.Trading.Orders.OrderState;

namespace PropBot.Trading.Tests.Orders;

public class OrderTransitionsTests
{
    /// <summary>Every legal pair; all others must throw.</summary>
    private static readonly Dictionary<(OrderState, OrderEvent), OrderState> Legal = new()
    {
        [(Intended, Left)] = Sent,
        [(Intended, VoidedBeforeSending)] = Voided,
        [(Sent, ReplyAccepted)] = Live,
        [(Sent, ReplyRefused)] = Refused,
        [(Sent, ReplyLost)] = Unknown,
        [(Sent, SeenLive)] = Live,
        [(Sent, SeenFilled)] = Filled,
        [(Sent, SeenEnded)] = Ended,
        [(Sent, ProvenAbsent)] = Absent,
        [(Live, ReplyAccepted)] = Live,
        [(Live, ReplyRefused)] = Live,
        [(Live, ReplyLost)] = Live,
        [(Live, SeenLive)] = Live,
        [(Live, SeenFilled)] = Filled,
        [(Live, SeenEnded)] = Ended,
        [(Live, ProvenAbsent)] = Absent,
        [(Unknown, ReplyAccepted)] = Live,
        [(Unknown, ReplyRefused)] = Refused,
        [(Unknown, ReplyLost)] = Unknown,
        [(Unknown, SeenLive)] = Live,
        [(Unknown, SeenFilled)] = Filled,
        [(Unknown, SeenEnded)] = Ended,
        [(Unknown, ProvenAbsent)] = Absent,
        [(Refused, SeenLive)] = Live,
        [(Refused, SeenFilled)] = Filled,
        [(Refused, SeenEnded)] = Ended,
        [(Filled, ReplyAccepted)] = Filled,
        [(Filled, ReplyRefused)] = Filled,
        [(Filled, ReplyLost)] = Filled,
        [(Filled, SeenLive)] = Filled,
        [(Filled, SeenFilled)] = Filled,
        [(Filled, SeenEnded)] = Filled,
        [(Ended, ReplyAccepted)] = Ended,
        [(Ended, ReplyRefused)] = Ended,
        [(Ended, ReplyLost)] = Ended,
        [(Ended, SeenLive)] = Ended,
        [(Ended, SeenFilled)] = Filled,
        [(Ended, SeenEnded)] = Ended,
        [(Refused, ProvenAbsent)] = Refused,
        [(Absent, ProvenAbsent)] = Absent,
        [(Absent, ReplyAccepted)] = Live,
        [(Absent, ReplyRefused)] = Absent,
        [(Absent, ReplyLost)] = Absent,
        [(Absent, SeenLive)] = Live,
        [(Absent, SeenFilled)] = Filled,
        [(Absent, SeenEnded)] = Ended,
    };

    public static TheoryData<OrderState, OrderEvent> Pairs()
    {
        var pairs = new TheoryData<OrderState, OrderEvent>();
        foreach (var state in Enum.GetValues<OrderState>())
            foreach (var fact in Enum.GetValues<OrderEvent>())
                pairs.Add(state, fact);
        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void each_pair_leads_where_the_table_says_or_is_refused(OrderState state, OrderEvent fact)
    {
        if (Legal.TryGetValue((state, fact), out var next)) Assert.Equal(next, state.After(fact));
        else Assert.Throws<IllegalOrderStepException>(() => state.After(fact));
    }

    [Fact]
    public void no_lost_reply_ever_makes_an_order_refused()
    {
        foreach (var state in Enum.GetValues<OrderState>())
            if (Legal.TryGetValue((state, ReplyLost), out var next))
                Assert.True(next == state || next == Unknown, $"{state} became {next}");
    }
}
