namespace PropBot.Trading.Exchanges;

/// <summary>What became of one request on a socket. "No" of the venue is an answer too; these are about whether we know.</summary>
public abstract record RequestOutcome<TReply>
{
    private RequestOutcome()
    {
    }

    public sealed record Answered(TReply Reply) : RequestOutcome<TReply>;

    /// <summary>Bytes may have left and no answer came: the venue may have acted on it (case 39).</summary>
    public sealed record Lost(string Clue) : RequestOutcome<TReply>;

    /// <summary>Definitely not a byte left.</summary>
    public sealed record NotSent(string Why) : RequestOutcome<TReply>;
}

/// <summary>
/// Requests of one connection that wait for their replies, by id; bounded, each with its own patience. Any thread; nothing is thrown.
/// A request ends exactly once: by its reply, by its time-out, or with the connection.
/// </summary>
public sealed class RequestsInFlight<TReply>(int atMost, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Pending> byId = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? over;
    private bool closing;

    public int Count
    {
        get
        {
            lock (gate) return byId.Count;
        }
    }

    /// <summary>
    /// Enters a request before its bytes leave. Answers why it may not be sent, or null and the task of its outcome.
    /// </summary>
    public string? TryEnter(string id, TimeSpan patience, out Task<RequestOutcome<TReply>> outcome)
    {
        lock (gate)
        {
            outcome = Task.FromResult<RequestOutcome<TReply>>(new RequestOutcome<TReply>.NotSent(""));
            if (over is not null || closing) return over ?? "the connection is being replaced";
            if (byId.Count >= atMost) return $"{atMost} requests wait for their answers already";
            if (byId.ContainsKey(id)) return $"a request with the id {id} waits for its answer already";
            var pending = new Pending();
            pending.Timer = clock.CreateTimer(_ => End(id, pending, new RequestOutcome<TReply>.Lost($"no answer within {patience.TotalMilliseconds:0} ms")), null, patience, Timeout.InfiniteTimeSpan);
            byId.Add(id, pending);
            outcome = pending.Source.Task;
            return null;
        }
    }

    /// <summary>The reply to a request; false when nobody waits for it (any more).</summary>
    public bool Answer(string id, TReply reply) => End(id, null, new RequestOutcome<TReply>.Answered(reply));

    /// <summary>What the sending itself found out about a request.</summary>
    public void End(string id, RequestOutcome<TReply> outcome) => End(id, null, outcome);

    /// <summary>The connection is gone: all that waits is lost, and nothing enters any more. Answers how many were lost.</summary>
    public int LoseAll(string clue)
    {
        List<Pending> lost;
        lock (gate)
        {
            if (over is not null) return 0;
            over = $"no connection: {clue}";
            lost = [.. byId.Values];
            byId.Clear();
        }

        foreach (var pending in lost) pending.End(new RequestOutcome<TReply>.Lost(clue));
        idle.TrySetResult();
        return lost.Count;
    }

    /// <summary>Nothing enters any more; completes when the last one that waits has ended.</summary>
    public Task Drained()
    {
        lock (gate)
        {
            closing = true;
            if (byId.Count == 0) idle.TrySetResult();
            return idle.Task;
        }
    }

    private bool End(string id, Pending? only, RequestOutcome<TReply> outcome)
    {
        Pending? found;
        lock (gate)
        {
            // A time-out that fires late must not end a later request of the same name.
            if (!byId.TryGetValue(id, out found) || (only is not null && found != only)) return false;
            byId.Remove(id);
            if (closing && byId.Count == 0) idle.TrySetResult();
        }

        found.End(outcome);
        return true;
    }

    private sealed class Pending
    {
        public TaskCompletionSource<RequestOutcome<TReply>> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public ITimer? Timer { get; set; }

        public void End(RequestOutcome<TReply> outcome)
        {
            Timer?.Dispose();
            Source.TrySetResult(outcome);
        }
    }
}
