using System.Net.WebSockets;
using PropBot.Trading.Exchanges;

namespace PropBot.Testing.Transports;

/// <summary>Hands out <see cref="FakeSocket"/>s and remembers them; may refuse to connect.</summary>
public sealed class FakeSockets : IWebSocketFactory
{
    private readonly Lock gate = new();
    private readonly List<FakeSocket> opened = [];

    public Func<Uri, Exception?> Refuse { get; set; } = static _ => null;

    /// <summary>Runs before the client gets the socket, so that a test can answer what the client will send.</summary>
    public Action<FakeSocket>? OnOpened { get; set; }

    public IReadOnlyList<FakeSocket> Opened
    {
        get
        {
            lock (gate) return opened.ToArray();
        }
    }

    public Task<WebSocket> Connect(Uri address, CancellationToken stop)
    {
        if (Refuse(address) is { } refusal) return Task.FromException<WebSocket>(refusal);
        var socket = new FakeSocket(address);
        OnOpened?.Invoke(socket);
        lock (gate) opened.Add(socket);
        return Task.FromResult<WebSocket>(socket);
    }

    /// <summary>The nth connection (from 0) whose path starts so, once it is there.</summary>
    public async Task<FakeSocket> Await(int nth, string pathPrefix = "/")
    {
        FakeSocket? found = null;
        await Condition.Holds(() => (found = Opened.Where(s => s.Address.AbsolutePath.StartsWith(pathPrefix, StringComparison.Ordinal)).ElementAtOrDefault(nth)) is not null,
            $"connection {nth} to {pathPrefix}");
        return found!;
    }
}
