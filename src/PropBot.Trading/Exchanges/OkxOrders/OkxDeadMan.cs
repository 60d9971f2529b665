using System.Text.Json;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>
/// The venue's own switch (cancel-all-after, §2.7): while an order of ours may rest it is armed for 30 s and refreshed every 5 s, with the
/// tag that our orders carry, so it never touches anybody else's. It is put away only after nothing has rested for 10 s (R32). Every outcome
/// is told; a refresh that fails is told at once and tried again as fast as OKX allows (one a second).
/// </summary>
internal sealed class OkxDeadMan(OkxRest rest, TimeProvider clock) : IAsyncDisposable
{
    private const string Path = "/api/v5/trade/cancel-all-after";
    private static readonly TimeSpan Armed = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1.1);
    private static readonly TimeSpan PutAwayAfter = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private TaskCompletionSource wish = New();
    private IVenueListener? listener;
    private Task running = Task.CompletedTask;
    private bool wanted;
    private DateTimeOffset emptySince;
    private DateTimeOffset? firesAt;
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;

    /// <summary>Where outcomes are told from now on.</summary>
    public void TellTo(IVenueListener ear)
    {
        lock (gate) listener = ear;
    }

    /// <summary>See <see cref="IExchange.KeepDeadMan"/>; OKX has one switch for all pairs.</summary>
    public void Keep(bool mayRest)
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested || wanted == mayRest) return;
            wanted = mayRest;
            if (!wanted) emptySince = clock.GetUtcNow();
            else if (running.IsCompleted) running = Run();
            else wish.TrySetResult();
        }
    }

    private async Task Run()
    {
        try
        {
            while (true)
            {
                // A switch that was put away a moment ago and is wanted again: OKX counts both calls.
                await UntilAllowed();
                var isPutAway = MayPutAway();
                var askedAt = clock.GetUtcNow();
                notBefore = askedAt + RetryAfter;
                var worked = await Set(isPutAway ? TimeSpan.Zero : Armed, askedAt);
                if (isPutAway && worked && IsOver()) return;
                var next = askedAt + (worked ? RefreshEvery : RetryAfter) - clock.GetUtcNow();
                await Pause(next > TimeSpan.Zero ? next : TimeSpan.Zero);
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed; what rests then is what the switch is for.
        }
    }

    private async Task<bool> Set(TimeSpan span, DateTimeOffset askedAt)
    {
        var reply = await rest.Post(new OkxToll(OkxLane.DeadMan, "", Essential: true), 1, Path, json => Write(json, span), stopping.Token);
        if (stopping.IsCancellationRequested) return false;
        var isArming = span > TimeSpan.Zero;
        var trouble = Trouble(reply, isArming);
        // An arming whose answer was lost may have worked: then the earlier moment of the two is the one to reckon with.
        if (trouble.Length == 0) firesAt = isArming ? askedAt + span : null;
        else if (isArming && firesAt is null && reply is OkxReply.Silent { MayHaveLeft: true }) firesAt = askedAt + span;
        else if (firesAt <= clock.GetUtcNow()) firesAt = null;
        Tell(trouble);
        return trouble.Length == 0;
    }

    private static string Trouble(OkxReply reply, bool isArming) => reply switch
    {
        OkxReply.Answered { IsOk: true, Items: [var item, ..] } when isArming == (item.Number("triggerTime") is { } at && at > 0m) => "",
        OkxReply.Answered { IsOk: true } => isArming ? "OKX answers that the switch is not armed" : "OKX answers that the switch is still armed",
        _ => reply.Clue,
    };

    private static void Write(Utf8JsonWriter json, TimeSpan span)
    {
        json.WriteStartObject();
        json.WriteString("timeOut"u8, ((int)span.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("tag"u8, OkxOrderForm.Tag);
        json.WriteEndObject();
    }

    private bool MayPutAway()
    {
        lock (gate) return !wanted && clock.GetUtcNow() - emptySince >= PutAwayAfter;
    }

    /// <summary>Nothing rests and the switch is put away: the loop ends, and a new wish starts another.</summary>
    private bool IsOver()
    {
        lock (gate)
        {
            if (wanted) return false;
            running = Task.CompletedTask;
            return true;
        }
    }

    private async Task UntilAllowed()
    {
        var early = notBefore - clock.GetUtcNow();
        if (early > TimeSpan.Zero) await Waiting.Delay(early, clock, stopping.Token);
    }

    /// <summary>Until the next turn; a new wish shortens it, and so does the end of the 10 s quiet.</summary>
    private async Task Pause(TimeSpan span)
    {
        Task wished;
        lock (gate)
        {
            wished = wish.Task;
            if (!wanted && emptySince + PutAwayAfter - clock.GetUtcNow() is var quiet && quiet > TimeSpan.Zero && quiet < span) span = quiet;
        }

        using (var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token))
        {
            await Waiting.First(Waiting.Delay(span, clock, over.Token), wished);
            over.Cancel();
        }

        stopping.Token.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (wish.Task.IsCompleted) wish = New();
        }
    }

    private void Tell(string trouble)
    {
        IVenueListener? ear;
        lock (gate) ear = listener;
        ear?.OnDeadMan(new DeadManReading(Venue.Okx, null, firesAt, trouble, clock.GetUtcNow()));
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }
}
