using System.Net.WebSockets;
using PropBot.Trading.Exchanges;

namespace PropBot.Testing.Lines;

/// <summary>WebSockets to one simulated venue, in memory and in virtual time.</summary>
public sealed class SkinSockets(Line line) : IWebSocketFactory
{
    private bool dead;

    /// <summary>The process behind it is gone; its sockets close as the operating system closes them.</summary>
    public void Kill()
    {
        dead = true;
        foreach (var socket in line.Sockets.ToArray()) socket.Abort();
    }

    public Task<WebSocket> Connect(Uri address, CancellationToken stop)
    {
        var answer = new TaskCompletionSource<WebSocket>(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.Register(() => answer.TrySetCanceled(stop));
        if (dead) return answer.Task;
        line.Connects.Add(line.Clock.GetUtcNow());
        // A handshake is one round trip at least.
        line.After(line.Latency() + line.Latency(), () =>
        {
            if (dead || answer.Task.IsCompleted) return;
            try
            {
                if (line.IsDark) throw new WebSocketException("Unable to connect to the remote server");
                answer.TrySetResult(new SkinSocket(line, address));
            }
            catch (WebSocketException refused)
            {
                answer.TrySetException(refused);
            }
        });
        return answer.Task;
    }
}
