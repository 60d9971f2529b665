using Microsoft.Extensions.Logging;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Desk;

/// <summary>
/// The desk's hands: everything that leaves the desk thread. Each call returns at once; what comes of it arrives in the inbox as a fact.
/// </summary>
internal sealed class DeskEffects(ILedger ledger, IReadOnlyList<IExchange> exchanges, DeskInbox inbox, ModeEpoch epoch, TimeProvider clock, ILogger log, BrakeFiles? files = null)
    : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private bool disposed;
    private readonly DeskLedger writes = new(ledger, inbox, files, clock, log);

    public ILedger Ledger => ledger;

    /// <summary>How facts are written, kept and noted.</summary>
    public DeskLedger Writes => writes;

    public IExchange Exchange(Venue venue) => exchanges[(int)venue];

    /// <summary>The process before this one was in RUN when it ended (R20).</summary>
    public bool MarkedAtStart => files?.MarkedAtStart == true;

    /// <summary>Where market data goes: the inbox, or a recorder before it.</summary>
    public required IVenueListener MarketEar { get; init; }

    /// <summary>The ledger's own stamp; null where none is kept (tests, replays).</summary>
    public Func<IReadOnlyDictionary<string, string>, Task>? AccountStamp { get; init; }

    /// <summary>Who carries alerts to people; null: nobody yet.</summary>
    public Alerts.IAlertSink? AlertSink { get; init; }

    public void Tell(Alerts.Alert alert) => AlertSink?.Tell(alert);

    /// <summary>Writes facts that already happened; a failure is told, never thrown.</summary>
    public void Persist(string what, Action<LedgerTransaction> unit) => writes.Persist(what, unit);

    /// <summary>Lets the run marker be written, or with null be taken away; what came of it is told.</summary>
    public void Mark(string? text) => files?.Mark(text, error => inbox.Post(new MarkerTold(text is not null, error)));

    /// <summary>A loosening is written first and applied after (fail closed).</summary>
    public void PersistThen(CommandEnvelope envelope, long holdEpoch, long modeEpoch, Action<LedgerTransaction> unit) =>
        _ = PersistThenAsync(envelope, holdEpoch, modeEpoch, unit);

    /// <summary>Intent first, then the epoch again, then the bytes (R7, R25). <paramref name="parent"/> is the hedge's own row for its first order.</summary>
    public void Send(ApprovedOrder stamp, Action<LedgerTransaction>? parent) => _ = SendAsync(stamp.Order, parent);

    public void Ask(Order order) => Run(async stop =>
    {
        var at = clock.GetUtcNow();
        inbox.Post(new OrderAnswered(order.Id.Value, await Exchange(order.Venue).ReadOrder(order.Instrument, order.Id, stop), at));
    });

    /// <summary>What an order is that nobody here has sent.</summary>
    public void AskStranger(Instrument instrument, string venueOrderId) => Run(async stop =>
        inbox.Post(new StrangerAnswered(instrument.Venue, venueOrderId, await Exchange(instrument.Venue).ReadOrder(instrument, venueOrderId, stop))));

    public void ReadFills(Instrument instrument, DateTimeOffset since) => Run(async stop =>
        inbox.Post(new FillsRead(instrument.Venue, instrument.Symbol, await Exchange(instrument.Venue).ReadFills(instrument, since, stop))));

    public void ReadFunding(Venue venue, DateTimeOffset since) => Run(async stop =>
        inbox.Post(new FundingRead(venue, await Exchange(venue).ReadFunding(since, stop))));

    public void ReadTransfers(Venue venue, DateTimeOffset since) => Run(async stop =>
        inbox.Post(new TransfersRead(venue, await Exchange(venue).ReadTransfers(since, stop))));

    /// <summary>Everything a comparison needs of one venue; the answer carries the cycle it belongs to.</summary>
    public void ReadRound(Venue venue, int cycle, IReadOnlyList<(Instrument Instrument, DateTimeOffset Since)> trades) => Run(async stop =>
        inbox.Post(new RoundRead(cycle, await VenueRound.Ask(Exchange(venue), trades, clock, stop))));

    public void ReadClock(Venue venue) => Run(async stop => inbox.Post(new ClockRead(venue, await Exchange(venue).ReadClock(stop))));

    public void ReadMaintenance(Venue venue) => Run(async stop => inbox.Post(new MaintenanceRead(venue, await Exchange(venue).ReadMaintenance(stop))));

    public void ReadInstruments(Venue venue) => Run(async stop =>
        inbox.Post(new InstrumentsRead(venue, await Exchange(venue).ReadInstruments(stop))));

    public void Configure(Instrument instrument, string marginMode, decimal leverage) => Run(async stop =>
    {
        inbox.Post(new ConfigureRead(instrument.Venue, instrument.Symbol, await Exchange(instrument.Venue).Configure(instrument, marginMode, leverage, stop)));
        inbox.Post(new FeesRead(instrument.Venue, instrument.Symbol, await Exchange(instrument.Venue).ReadFees(instrument, stop)));
    });

    public void CancelAll(Venue venue) => Run(async stop =>
    {
        var at = clock.GetUtcNow();
        inbox.Post(new CancelAllDone(venue, await Exchange(venue).CancelAll(stop), at));
    });

    /// <summary>Open orders and, when closing was asked for, positions, with the venue's own answers.</summary>
    public void ReadForKill(Venue venue, bool withPositions) => Run(async stop => inbox.Post(await KillRead.Ask(Exchange(venue), withPositions, clock, stop)));

    /// <summary>The pairs whose dead-man switch must stand (R32); what comes of it is told by the connector.</summary>
    public void KeepDeadMan(Venue venue, IReadOnlyCollection<int> pairs)
    {
        try
        {
            Exchange(venue).KeepDeadMan(pairs);
        }
        catch (NotSupportedException)
        {
            inbox.Post(new DeadManMissing(venue));
        }
        catch (Exception e)
        {
            // A connector must not throw; whatever it was, nothing is known to be armed, and that refuses opens.
            log.LogError(e, "Arming the dead-man switch of {Venue} threw", venue);
            inbox.Post(new DeadManReading(venue, null, null, e.Message, clock.GetUtcNow()));
        }
    }

    /// <summary>Writes the account ids into a new ledger, or compares them with those it was stamped with (R45).</summary>
    public void StampAccounts(IReadOnlyDictionary<string, string> accountIds) => Run(async _ =>
    {
        try
        {
            if (AccountStamp is { } stamp) await stamp(accountIds);
            inbox.Post(new AccountsStamped(null));
        }
        catch (Exception e) when (e is ProfileMismatchException or LedgerUnavailableException)
        {
            inbox.Post(new AccountsStamped(e.Message));
        }
    });

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        stopping.Cancel();
        stopping.Dispose();
    }

    private async Task SendAsync(Order order, Action<LedgerTransaction>? parent)
    {
        var id = order.Id.Value;
        var request = order.ToRequest();
        if (!await writes.WriteIntent(order, parent))
        {
            inbox.Post(new OrderVoided(id, "ledger_unavailable"));
            return;
        }

        if (!request.ReduceOnly && epoch.Current != order.ModeEpoch)
        {
            inbox.Post(new OrderVoided(id, "mode_changed"));
            return;
        }

        if (order.Simulated)
        {
            inbox.Post(new SimulatedOrderLeft(id));
            return;
        }

        inbox.Post(new OrderLeft(id));
        inbox.Post(new OrderReplied(id, await Place(request)));
    }

    private async Task<OrderReply> Place(OrderRequest request)
    {
        try
        {
            return await Exchange(request.Instrument.Venue).Place(request, stopping.Token);
        }
        catch (Exception e)
        {
            // A connector must answer with a value; whatever it threw, the bytes may have left.
            log.LogError(e, "Placing {OrderId} threw", request.Id);
            return new OrderReply.Unknown(e.GetType().Name);
        }
    }

    private async Task PersistThenAsync(CommandEnvelope envelope, long holdEpoch, long modeEpoch, Action<LedgerTransaction> unit) =>
        inbox.Post(new LooseningDurable(envelope, holdEpoch, modeEpoch, await writes.Try(unit)));

    private void Run(Func<CancellationToken, Task> call) => _ = RunAsync(call);

    private async Task RunAsync(Func<CancellationToken, Task> call)
    {
        try
        {
            await call(stopping.Token);
        }
        catch (Exception e) when (stopping.IsCancellationRequested)
        {
            log.LogDebug(e, "A venue call ended with the process");
        }
        catch (Exception e)
        {
            // A connector broke its promise to answer with a value. The question is asked again by its timer.
            log.LogError(e, "A venue call threw");
        }
    }
}
