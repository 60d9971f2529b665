namespace PropBot.Trading.Orders;

/// <summary>
/// The stamp without which nothing is sent. Only the risk gate (Risk) and the reduce-only closing path (Hedging) may make one;
/// a tidy test holds it, since <c>internal</c> does not stop our own project.
/// </summary>
public sealed class ApprovedOrder
{
    private ApprovedOrder(Order order) => Order = order;

    public Order Order { get; }

    /// <summary>For an order that opens, after the gate said yes.</summary>
    internal static ApprovedOrder ByGate(Order order) => order.ReduceOnly
        ? throw new InvalidOperationException("the gate stamps opening orders only")
        : new ApprovedOrder(order);

    /// <summary>For an order that can only reduce: allowed in every state (R4, P5).</summary>
    internal static ApprovedOrder ToReduce(Order order) => order.ReduceOnly
        ? new ApprovedOrder(order)
        : throw new InvalidOperationException("an opening order needs the gate's stamp");
}
