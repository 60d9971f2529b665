using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Desk;

/// <summary>A top of book or a book difference on its way to the desk; a struct, so that quotes make no garbage.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct QuoteMessage(DepthUpdate? depth, in TopUpdate top)
{
    public readonly DepthUpdate? Depth = depth;
    public readonly TopUpdate Top = top;
}

/// <summary>A command and who waits for its answer.</summary>
internal sealed record CommandEnvelope(DeskCommand Command, TaskCompletionSource<CommandResult> Reply);

/// <summary>
/// The desk's only entrance, for any thread. Commands come before account facts, those before quotes: a burst of quotes never delays a
/// HOLD or a fill.
/// </summary>
internal sealed class DeskInbox : IVenueListener, IDisposable
{
    private readonly ConcurrentQueue<CommandEnvelope> commands = new();
    private readonly ConcurrentQueue<object> facts = new();
    private readonly ConcurrentQueue<QuoteMessage> quotes = new();
    private readonly ManualResetEventSlim signal = new(false);

    public int QuotesWaiting => quotes.Count;

    public void Post(CommandEnvelope command)
    {
        commands.Enqueue(command);
        signal.Set();
    }

    public void Post(object fact)
    {
        facts.Enqueue(fact);
        signal.Set();
    }

    public bool TryCommand(out CommandEnvelope? command) => commands.TryDequeue(out command);

    public bool TryFact(out object? fact) => facts.TryDequeue(out fact);

    public bool TryQuote(out QuoteMessage quote) => quotes.TryDequeue(out quote);

    public bool UrgentWaits => !commands.IsEmpty || !facts.IsEmpty;

    /// <summary>Waits for a message or the time-out. For the desk's own thread.</summary>
    public void Wait(TimeSpan atMost, CancellationToken stop)
    {
        try
        {
            signal.Wait(atMost, stop);
        }
        catch (OperationCanceledException)
        {
            // The owner is stopping and looks at its token next.
            return;
        }

        signal.Reset();
    }

    /// <summary>True when nothing waits: after a reset the queues must be looked at once more.</summary>
    public bool IsEmpty => commands.IsEmpty && facts.IsEmpty && quotes.IsEmpty;

    public void OnTop(in TopUpdate update)
    {
        quotes.Enqueue(new QuoteMessage(null, update));
        signal.Set();
    }

    public void OnDepth(DepthUpdate update)
    {
        quotes.Enqueue(new QuoteMessage(update, default));
        signal.Set();
    }

    public void OnMark(in MarkUpdate update) => Post(update);

    public void OnOrder(OrderUpdate update) => Post(update);

    public void OnFill(Fill fill) => Post(fill);

    public void OnPosition(PositionFact position) => Post(position);

    public void OnBalance(BalanceFact balance) => Post(balance);

    public void OnFunding(FundingPayment payment) => Post(payment);

    public void OnLink(LinkChange change) => Post(change);

    public void OnClock(ClockReading reading) => Post(reading);

    public void OnDeadMan(DeadManReading reading) => Post(reading);

    public void OnInstrument(Instruments.Instrument changed) => Post(changed);

    public void Dispose() => signal.Dispose();
}
