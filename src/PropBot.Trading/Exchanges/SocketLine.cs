using System.Net.WebSockets;

namespace PropBot.Trading.Exchanges;

/// <summary>One connection of a <see cref="VenueSocket"/>, from dialling to its end. Nothing is thrown out of it.</summary>
internal sealed class SocketLine : IDisposable
{
    private readonly SocketOptions options;
    private readonly IWebSocketFactory sockets;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource ending;
    private readonly CancellationTokenSource working;
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> renewalWished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] buffer = new byte[64 * 1024];
    private WebSocket? socket;
    private string? reason;
    private long heardAt;
    private long connectedAt;
    private volatile bool leaving;

    public SocketLine(SocketHandlers handlers, SocketOptions options, IWebSocketFactory sockets, TimeProvider clock, CancellationToken stop)
    {
        (Handlers, this.options, this.sockets, this.clock) = (handlers, options, sockets, clock);
        ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Over = ending.Token;
        working = CancellationTokenSource.CreateLinkedTokenSource(Over);
        Work = working.Token;
        StartedAt = clock.GetTimestamp();
    }

    public SocketHandlers Handlers { get; }
    public long StartedAt { get; }
    public Task Ready => Handlers.Ready ?? opened.Task;
    public Task<string> RenewalWished => renewalWished.Task;
    private CancellationToken Over { get; }
    private CancellationToken Work { get; }

    public void WishRenewal(string why) => renewalWished.TrySetResult(why);

    /// <summary>The first reason given stays.</summary>
    public void End(string why)
    {
        if (Interlocked.CompareExchange(ref reason, why, null) is not null) return;
        ending.Cancel();
        socket?.Abort();
    }

    /// <summary>Connects, opens, reads to the end; answers why it ended.</summary>
    public async Task<string> Live(bool tellConnecting)
    {
        try
        {
            if (tellConnecting) Handlers.Connecting();
            using (var patience = new CancellationTokenSource(options.ConnectTimeout, clock))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(Over, patience.Token))
            {
                var address = await Handlers.Address(either.Token);
                socket = await sockets.Connect(address, either.Token);
            }

            heardAt = connectedAt = clock.GetTimestamp();
            using var watch = clock.CreateTimer(_ => Watch(), null, options.WatchEvery, options.WatchEvery);
            using var ping = clock.CreateTimer(_ => _ = TrySend(options.PingText), null, options.PingEvery, options.PingEvery);
            var opening = Open();
            await Read();
            await opening;
            return reason ?? "closed";
        }
        catch (Exception trouble)
        {
            return reason ?? (trouble is OperationCanceledException ? "connecting took too long" : trouble.Message);
        }
        finally
        {
            End("ended");
        }
    }

    /// <summary>Sends never overlap. False when there is no connection or it broke meanwhile.</summary>
    public async Task<bool> TrySend(ReadOnlyMemory<byte> text)
    {
        try
        {
            await Send(text);
            return true;
        }
        catch (Exception broken) when (broken is SocketGoneException or WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            if (socket is not null) End($"send failed: {broken.Message}");
            return false;
        }
    }

    /// <summary>A renewed connection has taken over: what <see cref="SocketHandlers.Opened"/> still does here is over.</summary>
    public void StopWork()
    {
        leaving = true;
        working.Cancel();
    }

    /// <summary>Says goodbye with a close frame; the venue's own ends the reading.</summary>
    public async Task Close()
    {
        try
        {
            await sending.WaitAsync(Over);
            try
            {
                await socket!.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "renewed", Over);
            }
            finally
            {
                sending.Release();
            }
        }
        catch (Exception broken)
        {
            End($"closing failed: {broken.Message}");
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        working.Dispose();
        ending.Dispose();
        sending.Dispose();
    }

    private async Task Send(ReadOnlyMemory<byte> text)
    {
        if (socket is not { } open || Over.IsCancellationRequested) throw new SocketGoneException();
        try
        {
            await sending.WaitAsync(Over);
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException)
        {
            throw new SocketGoneException();
        }

        try
        {
            await open.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, Over);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task Open()
    {
        try
        {
            await Handlers.Opened(Send, Work);
            opened.TrySetResult();
        }
        catch (Exception trouble)
        {
            if (!leaving) End($"opening failed: {trouble.Message}");
        }
    }

    private async Task Read()
    {
        try
        {
            while (!Over.IsCancellationRequested)
            {
                var length = await ReadMessage();
                if (length < 0) break;
                if (Handlers.Message(buffer.AsSpan(0, length))) Volatile.Write(ref heardAt, clock.GetTimestamp());
            }
        }
        catch (Exception trouble)
        {
            End(trouble is WebSocketException or OperationCanceledException ? trouble.Message : $"message not understood: {trouble.Message}");
        }

        End("closed by the venue");
    }

    /// <summary>The length of the next text message in <see cref="buffer"/>; −1 at the end.</summary>
    private async ValueTask<int> ReadMessage()
    {
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= options.MaxMessageBytes) throw new InvalidDataException($"longer than {options.MaxMessageBytes} bytes");
                Array.Resize(ref buffer, length * 2);
            }

            var part = await socket!.ReceiveAsync(buffer.AsMemory(length), Over);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                End(leaving ? "renewed" : $"closed by the venue: {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
                return -1;
            }

            length += part.Count;
            if (!part.EndOfMessage) continue;
            if (part.MessageType == WebSocketMessageType.Text) return length;
            length = 0;
        }
    }

    private void Watch()
    {
        if (leaving) return;
        if (options.SilenceAfter > TimeSpan.Zero && clock.GetElapsedTime(Volatile.Read(ref heardAt)) >= options.SilenceAfter)
            End($"silent for {options.SilenceAfter.TotalSeconds:0.###} s");
        else if (clock.GetElapsedTime(connectedAt) >= options.MaxAge)
            WishRenewal("old: renewed before the venue cuts it");
    }
}
