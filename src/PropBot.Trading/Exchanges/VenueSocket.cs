using System.Net.WebSockets;

namespace PropBot.Trading.Exchanges;

/// <summary>
/// One WebSocket that is kept open. <see cref="Start"/> sets it going and it reconnects with back-off until disposed; nothing is ever
/// thrown out of it: trouble is told to <see cref="SocketHandlers.Down"/> with its reason. Any exception from a handler, a message that
/// cannot be read included, also ends the connection, because only a reconnect with its catch-up makes good for a lost message.
/// </summary>
public sealed class VenueSocket(SocketHandlers handlers, SocketOptions options, IWebSocketFactory sockets, TimeProvider clock, int seed)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Backoff backoff = new(options.FirstBackoff, options.MaxBackoff, seed);
    private readonly SemaphoreSlim sending = new(1, 1);
    private byte[] buffer = new byte[64 * 1024];
    private volatile Connection? current;
    private Task running = Task.CompletedTask;

    /// <summary>Opens the socket and keeps it open. Call once.</summary>
    public void Start() => running = Run();

    /// <summary>Gives the present connection up; the next one is opened after the back-off. Does nothing when there is none.</summary>
    public void Reconnect(string reason) => current?.End(reason);

    /// <summary>Sends one text message; sends never overlap. False when there is no connection or it broke meanwhile.</summary>
    public async Task<bool> TrySend(ReadOnlyMemory<byte> text)
    {
        if (current is not { } connection) return false;
        try
        {
            await Send(connection, text);
            return true;
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            connection.End($"send failed: {broken.Message}");
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
        sending.Dispose();
    }

    private async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            var opened = clock.GetTimestamp();
            var reason = await Live();
            // A connection that did not last is a failure too, else a venue that accepts and hangs up would be hammered.
            if (clock.GetElapsedTime(opened) >= options.HealthyAfter) backoff.Reset();
            if (stopping.IsCancellationRequested) break;
            Tell(reason);
            try
            {
                await Task.Delay(backoff.Next(), clock, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private async Task<string> Live()
    {
        using var connection = new Connection(stopping.Token);
        try
        {
            handlers.Connecting();
            using (var patience = new CancellationTokenSource(options.ConnectTimeout, clock))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(connection.Ended, patience.Token))
            {
                var address = await handlers.Address(either.Token);
                connection.Socket = await sockets.Connect(address, either.Token);
            }

            connection.HeardAt = connection.OpenedAt = clock.GetTimestamp();
            current = connection;
            using var watch = clock.CreateTimer(_ => Watch(connection), null, options.WatchEvery, options.WatchEvery);
            using var ping = clock.CreateTimer(_ => _ = TrySend(options.PingText), null, options.PingEvery, options.PingEvery);
            var opening = Open(connection);
            await Read(connection);
            await opening;
            return connection.Reason ?? "closed";
        }
        catch (Exception trouble)
        {
            return connection.Reason ?? (trouble is OperationCanceledException ? "connecting took too long" : trouble.Message);
        }
        finally
        {
            current = null;
            connection.End("ended");
        }
    }

    private async Task Open(Connection connection)
    {
        try
        {
            await handlers.Opened(text => Send(connection, text), connection.Ended);
        }
        catch (Exception trouble)
        {
            connection.End($"opening failed: {trouble.Message}");
        }
    }

    private async Task Read(Connection connection)
    {
        try
        {
            while (!connection.Ended.IsCancellationRequested)
            {
                var length = await ReadMessage(connection);
                if (length < 0) break;
                if (handlers.Message(buffer.AsSpan(0, length))) connection.HeardAt = clock.GetTimestamp();
            }
        }
        catch (Exception trouble)
        {
            connection.End(trouble is WebSocketException or OperationCanceledException ? trouble.Message : $"message not understood: {trouble.Message}");
        }

        connection.End("closed by the venue");
    }

    /// <summary>The length of the next text message in <see cref="buffer"/>; −1 at the end.</summary>
    private async ValueTask<int> ReadMessage(Connection connection)
    {
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= options.MaxMessageBytes) throw new InvalidDataException($"longer than {options.MaxMessageBytes} bytes");
                Array.Resize(ref buffer, length * 2);
            }

            var part = await connection.Socket!.ReceiveAsync(buffer.AsMemory(length), connection.Ended);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                connection.End($"closed by the venue: {(int?)connection.Socket.CloseStatus} {connection.Socket.CloseStatusDescription}");
                return -1;
            }

            length += part.Count;
            if (!part.EndOfMessage) continue;
            if (part.MessageType == WebSocketMessageType.Text) return length;
            length = 0;
        }
    }

    private async Task Send(Connection connection, ReadOnlyMemory<byte> text)
    {
        await sending.WaitAsync(connection.Ended);
        try
        {
            await connection.Socket!.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, connection.Ended);
        }
        finally
        {
            sending.Release();
        }
    }

    private void Watch(Connection connection)
    {
        if (options.SilenceAfter > TimeSpan.Zero && clock.GetElapsedTime(connection.HeardAt) >= options.SilenceAfter)
            connection.End($"silent for {options.SilenceAfter.TotalSeconds:0.###} s");
        else if (clock.GetElapsedTime(connection.OpenedAt) >= options.MaxAge)
            connection.End("old: renewed before the venue cuts it");
    }

    private void Tell(string reason)
    {
        try
        {
            handlers.Down(reason);
        }
        catch (Exception)
        {
            // The loop must outlive a listener's fault; the listener's own room reports it.
        }
    }

    private sealed class Connection : IDisposable
    {
        private readonly CancellationTokenSource ending;
        private string? reason;
        private long heardAt;

        public Connection(CancellationToken stop)
        {
            ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Ended = ending.Token;
        }

        public WebSocket? Socket { get; set; }
        public CancellationToken Ended { get; }
        public long OpenedAt { get; set; }
        public string? Reason => reason;

        public long HeardAt
        {
            get => Volatile.Read(ref heardAt);
            set => Volatile.Write(ref heardAt, value);
        }

        /// <summary>The first reason given stays.</summary>
        public void End(string why)
        {
            if (Interlocked.CompareExchange(ref reason, why, null) is not null) return;
            ending.Cancel();
            Socket?.Abort();
        }

        public void Dispose()
        {
            Socket?.Dispose();
            ending.Dispose();
        }
    }
}
