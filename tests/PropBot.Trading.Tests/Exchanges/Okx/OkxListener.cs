using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Okx;

/// <summary>Keeps what it is told, in one order.</summary>
internal sealed class OkxListener : IVenueListener
{
    private readonly Lock gate = new();
    private readonly List<object> all = [];

    public IReadOnlyList<object> All
    {
        get
        {
            lock (gate) return all.ToArray();
        }
    }

    public IReadOnlyList<T> Of<T>() => All.OfType<T>().ToArray();

    public bool IsLink(LinkKind kind, LinkEvent change) => Of<LinkChange>().LastOrDefault(l => l.Kind == kind)?.Event == change;

    public void OnTop(in TopUpdate update) => Add(update);

    public void OnDepth(DepthUpdate update) => Add(update);

    public void OnMark(in MarkUpdate update) => Add(update);

    public void OnOrder(OrderUpdate update) => Add(update);

    public void OnFill(Fill fill) => Add(fill);

    public void OnPosition(PositionFact position) => Add(position);

    public void OnBalance(BalanceFact balance) => Add(balance);

    public void OnFunding(FundingPayment payment) => Add(payment);

    public void OnLink(LinkChange change) => Add(change);

    public void OnClock(ClockReading reading) => Add(reading);

    public void OnDeadMan(DeadManReading reading) => Add(reading);

    public void OnInstrument(PropBot.Trading.Instruments.Instrument changed) => Add(changed);

    private void Add(object fact)
    {
        lock (gate) all.Add(fact);
    }
}
