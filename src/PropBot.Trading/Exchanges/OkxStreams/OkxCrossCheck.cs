using Microsoft.Extensions.Logging;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>
/// Proves that the private stream says what it should: every so often REST is asked for fills, positions and funding, and what the stream
/// has not told within a grace is the proof that it is dead, however lively its pongs are. The connection is then given up, and the
/// catch-up of the next one tells what was missed.
/// </summary>
internal sealed partial class OkxCrossCheck(
    OkxAccess access, OkxAccountMessages messages, OkxCatchUp catchUp, Lock gate, Action<string> giveUp, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private volatile TaskCompletionSource wish = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isUp;
    private Task running = Task.CompletedTask;

    public void Start() => running = Run();

    public void Resume() => isUp = true;

    public void Pause() => isUp = false;

    /// <summary>Something raised a doubt: compares now.</summary>
    public void Soon() => wish.TrySetResult();

    private async Task Run()
    {
        try
        {
            while (true)
            {
                await Pause(access.Options.CrossCheckEvery);
                if (!isUp) continue;
                var startedAt = access.Clock.GetUtcNow();
                var (missed, clue) = await Compare(stopping.Token);
                if (clue is not null) LogUnreadable(clue);
                else if (missed is null) catchUp.ProvenUntil = startedAt;
                else await Confirm(missed, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }

    /// <summary>REST and stream move while they are compared; only the very same thing missing after the grace counts.</summary>
    private async Task Confirm(string missed, CancellationToken stop)
    {
        await Task.Delay(access.Options.CrossCheckGrace, access.Clock, stop);
        var (again, _) = await Compare(stop);
        if (again == missed && isUp) giveUp($"the private stream is silent: REST knows {missed}, which it never pushed");
    }

    /// <summary>What REST knows and the stream has not told, or why it could not be compared.</summary>
    private async Task<(string? Missed, string? Clue)> Compare(CancellationToken stop)
    {
        var since = catchUp.ProvenUntil - access.Options.CatchUpOverlap;
        if (await access.Queries.ReadAllFills(since, stop) is not VenueAnswer<IReadOnlyList<Fill>>.Got { Value: var fills }) return (null, "fills");
        if (await access.Queries.ReadAccount(stop) is not VenueAnswer<AccountState>.Got { Value: var account }) return (null, "account");
        if (await access.Queries.ReadFunding(since, stop) is not VenueAnswer<IReadOnlyList<FundingPayment>>.Got { Value: var payments }) return (null, "funding");
        lock (gate)
        {
            // Funding has no push of its own to be missing from; its bill alone is enough.
            foreach (var payment in payments) messages.Tell(payment);
            var fill = fills.FirstOrDefault(f => !messages.Knows(f));
            return (fill is not null ? $"trade {fill.TradeId} of {fill.Symbol} at {fill.At:HH:mm:ss}" : Astray(account), null);
        }
    }

    private string? Astray(AccountState account)
    {
        foreach (var contract in access.Contracts.InUniverse)
        {
            var read = account.Positions.FirstOrDefault(p => p.Symbol == contract.Symbol)?.SignedQuantity ?? 0m;
            if (messages.SizeOf(contract.Symbol) is { } told && told != read) return $"a position of {Decimals.Plain(read)} {contract.Symbol} instead of {Decimals.Plain(told)}";
        }

        return null;
    }

    private async Task Pause(TimeSpan span)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        await Waiting.First(Task.Delay(span, access.Clock, over.Token), wish.Task);
        over.Cancel();
        stopping.Token.ThrowIfCancellationRequested();
        if (wish.Task.IsCompleted) wish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(2214, LogLevel.Warning, "The OKX private stream could not be compared with REST: {Clue} could not be read")]
    private partial void LogUnreadable(string clue);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }
}
