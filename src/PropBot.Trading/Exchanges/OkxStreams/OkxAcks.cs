using System.Text.Json;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>
/// The answers to a login or to subscriptions on one connection: one acknowledgement per argument (§2.8.1), awaited together. An error
/// event while anything is awaited fails the wait, since it cannot be told which argument it meant.
/// </summary>
internal sealed class OkxAcks(TimeProvider clock, TimeSpan patience)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> awaited = new(StringComparer.Ordinal);
    private TaskCompletionSource? done;

    /// <summary>Call before sending what is to be acknowledged; await the result after.</summary>
    /// <exception cref="OkxStreamException">From the task: the venue said no.</exception>
    /// <exception cref="TimeoutException">From the task: not all answers came.</exception>
    public Task Expect(IEnumerable<string> keys, CancellationToken stop)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            awaited.Clear();
            awaited.UnionWith(keys);
            done = waiting;
        }

        return Waiting.Within(waiting, patience, clock, stop);
    }

    /// <summary>Takes an event message.</summary>
    public OkxAckResult Take(JsonElement message)
    {
        lock (gate)
        {
            switch (message.Text("event"))
            {
                case "login" when message.Text("code") is "0" or "":
                    Arrived("login");
                    return OkxAckResult.Taken;
                case "subscribe" when message.TryGetProperty("arg", out var argument):
                    Arrived(Key(argument.Text("channel"), argument.Text("instId")));
                    return OkxAckResult.Taken;
                case "login" or "error":
                    return done?.TrySetException(new OkxStreamException(Words(message))) == true ? OkxAckResult.Failed : OkxAckResult.NotAwaited;
                default:
                    return OkxAckResult.Taken;
            }
        }
    }

    /// <summary>What the venue said, for a link's detail.</summary>
    public static string Words(JsonElement message) => $"OKX {message.Text("code")}: {message.Text("msg")}";

    public static string Key(string channel, string instId) => $"{channel} {instId}";

    private void Arrived(string key)
    {
        if (awaited.Remove(key) && awaited.Count == 0) done?.TrySetResult();
    }
}

internal enum OkxAckResult
{
    Taken = 0,

    /// <summary>An error that failed what was awaited; the connection is of no use.</summary>
    Failed = 1,

    /// <summary>An error that nobody waited for.</summary>
    NotAwaited = 2,
}

/// <summary>A connection to OKX could not be made ready; it is given up and tried again after the back-off.</summary>
public sealed class OkxStreamException(string message) : Exception(message);
