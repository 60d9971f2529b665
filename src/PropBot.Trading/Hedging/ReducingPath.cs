using PropBot.Trading.Orders;

namespace PropBot.Trading.Hedging;

/// <summary>The other maker of stamps: orders that can only reduce, allowed in every state (R4, R18, P5).</summary>
public static class ReducingPath
{
    internal static ApprovedOrder Stamp(Order order) => ApprovedOrder.ToReduce(order);
}
