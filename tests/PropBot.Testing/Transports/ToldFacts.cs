using System.Collections.Concurrent;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Testing.Transports;

/// <summary>A listener that writes everything down, in the order in which it was told.</summary>
public sealed class ToldFacts : IVenueListener
{
    private readonly ConcurrentQueue<object> all = new();

    public IReadOnlyList<object> All => all.ToArray();
    public IReadOnlyList<TopUpdate> Tops => Of<TopUpdate>();
    public IReadOnlyList<DepthUpdate> Depths => Of<DepthUpdate>();
    public IReadOnlyList<MarkUpdate> Marks => Of<MarkUpdate>();
    public IReadOnlyList<OrderUpdate> Orders => Of<OrderUpdate>();
    public IReadOnlyList<Fill> Fills => Of<Fill>();
    public IReadOnlyList<PositionFact> Positions => Of<PositionFact>();
    public IReadOnlyList<BalanceFact> Balances => Of<BalanceFact>();
    public IReadOnlyList<FundingPayment> Fundings => Of<FundingPayment>();
    public IReadOnlyList<LinkChange> Links => Of<LinkChange>();
    public IReadOnlyList<ClockReading> Clocks => Of<ClockReading>();
    public IReadOnlyList<DeadManReading> DeadMen => Of<DeadManReading>();
    public IReadOnlyList<Instrument> Instruments => Of<Instrument>();

    public void OnTop(in TopUpdate update) => all.Enqueue(update);
    public void OnDepth(DepthUpdate update) => all.Enqueue(update);
    public void OnMark(in MarkUpdate update) => all.Enqueue(update);
    public void OnOrder(OrderUpdate update) => all.Enqueue(update);
    public void OnFill(Fill fill) => all.Enqueue(fill);
    public void OnPosition(PositionFact position) => all.Enqueue(position);
    public void OnBalance(BalanceFact balance) => all.Enqueue(balance);
    public void OnFunding(FundingPayment payment) => all.Enqueue(payment);
    public void OnLink(LinkChange change) => all.Enqueue(change);
    public void OnClock(ClockReading reading) => all.Enqueue(reading);
    public void OnDeadMan(DeadManReading reading) => all.Enqueue(reading);
    public void OnInstrument(Instrument changed) => all.Enqueue(changed);

    public Task Until(LinkKind kind, LinkEvent what, int times = 1) =>
        Condition.Holds(() => Links.Count(link => link.Kind == kind && link.Event == what) >= times, $"{kind} {what} ×{times}; told: {string.Join(" | ", Links)}");

    private IReadOnlyList<T> Of<T>() => all.OfType<T>().ToArray();
}
