using System.Text.Json;
using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>
/// Keeps the terms of the swaps true (cases 11, 12): the instruments channel, announced changes at their time (upcChg), and a fresh reading
/// when a refusal hints that ours are old (51001, 51121, 51020). What changed is told as a whole new instrument.
/// </summary>
internal sealed class OkxInstrumentWatch : IAsyncDisposable
{
    private static readonly TimeSpan AfterEffect = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);
    private const int MostTries = 6;

    private readonly OkxContracts contracts;
    private readonly OkxQueries queries;
    private readonly IVenueListener listener;
    private readonly ClockOffset offset;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<DateTimeOffset, int> tries = [];
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private readonly Backoff failures;
    private int reading;

    public OkxInstrumentWatch(OkxContracts contracts, OkxQueries queries, IVenueListener listener, ClockOffset offset, TimeProvider clock, int seed)
    {
        (this.contracts, this.queries, this.listener, this.offset, this.clock) = (contracts, queries, listener, offset, clock);
        failures = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), seed);
        timer = clock.CreateTimer(_ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        queries.TermsRead = Tell;
        if (contracts.IsLoaded) Schedule();
    }

    /// <summary>A push of the instruments channel: the whole list first, then what changes.</summary>
    public void Take(JsonElement push)
    {
        var pushed = push.Items("data").Select(OkxMapping.Contract).OfType<OkxContract>().ToList();
        if (pushed.Count > 0) Tell(contracts.Merge(pushed));
    }

    /// <summary>Reads the instruments anew. Any number of wishes while a reading is under way make one.</summary>
    public void Reload()
    {
        if (Interlocked.Exchange(ref reading, 1) == 0) _ = Read();
    }

    private async Task Read()
    {
        try
        {
            while (await queries.ReadInstruments(stopping.Token) is not VenueAnswer<IReadOnlyList<Instruments.Instrument>>.Got)
                await Task.Delay(failures.Next(), clock, stopping.Token);
            failures.Reset();
            // A storm of refusals asks for this at each of them; one reading in a while answers them all.
            await Task.Delay(TimeSpan.FromSeconds(1), clock, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
        finally
        {
            Interlocked.Exchange(ref reading, 0);
        }
    }

    private void Tell(IReadOnlyList<OkxContract> changed)
    {
        foreach (var contract in changed) listener.OnInstrument(contract.ToInstrument());
        Schedule();
    }

    /// <summary>The next announced change is read at its time; one that has passed and still stands announced is asked about a few times more.</summary>
    private void Schedule()
    {
        lock (gate)
        {
            var now = offset.Corrected(clock.GetUtcNow());
            TimeSpan? wait = null;
            foreach (var at in contracts.InUniverse.Select(c => c.ChangesAt).OfType<DateTimeOffset>().Distinct())
            {
                var due = at > now ? at - now + AfterEffect : AskAgain;
                if (at <= now && (tries[at] = tries.GetValueOrDefault(at) + 1) > MostTries) continue;
                if (wait is null || due < wait) wait = due;
            }

            if (wait is { } span && !stopping.IsCancellationRequested) timer.Change(span < TimeSpan.FromDays(30) ? span : TimeSpan.FromDays(30), Timeout.InfiniteTimeSpan);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await timer.DisposeAsync();
        stopping.Dispose();
    }
}
