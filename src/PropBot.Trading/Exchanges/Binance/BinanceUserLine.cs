using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>
/// One connection of the private stream: listen key, socket, a catch-up by REST while events are held back, the held events, then ready; from then on the
/// key is renewed and the stream proved. Whatever goes wrong ends the connection, and the next one catches up again.
/// </summary>
internal sealed class BinanceUserLine(BinanceUserTools tools, BinanceUserStream owner)
{
    private const string KeyPath = "/fapi/v1/listenKey";
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<byte[]> held = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool caughtUp;

    public SocketHandlers Handlers() => new()
    {
        Address = Address,
        Opened = Opened,
        Message = Hear,
        Down = owner.Fell,
        Connecting = owner.Connecting,
        Ready = ready.Task,
        Stands = owner.Stands,
    };

    private async ValueTask<Uri> Address(CancellationToken stop)
    {
        tools.Proof.Forgive();
        var reply = await tools.Rest.Send(new RestCall(HttpMethod.Post, KeyPath, "", Access.Keyed, 1, Essential: true), stop);
        if (!reply.IsSuccess) throw new InvalidOperationException($"no listen key: {reply.Clue}");
        using var document = JsonDocument.Parse(reply.Body);
        return new Uri($"{tools.Options.StreamUrl.TrimEnd('/')}/private/ws?listenKey={Uri.EscapeDataString(document.RootElement.NeededText("listenKey"))}");
    }

    private async Task Opened(SocketSend send, CancellationToken stop)
    {
        var since = await CatchUp(stop);
        ready.TrySetResult();
        await Task.Delay(tools.Options.SecondLookAfter, tools.Clock, stop);
        if (tools.Limits.SilentUntil is null) await tools.CatchUp.Fills(since, stop);
        await Keep(stop);
    }

    private async Task<DateTimeOffset> CatchUp(CancellationToken stop)
    {
        lock (gate) caughtUp = false;
        var since = await tools.CatchUp.Run(stop);
        lock (gate)
        {
            foreach (var message in held) Handle(message);
            held.Clear();
            caughtUp = true;
        }

        return since;
    }

    private bool Hear(ReadOnlySpan<byte> message)
    {
        lock (gate)
        {
            if (caughtUp) Handle(message.ToArray());
            else held.Add(message.ToArray());
        }

        return true;
    }

    private void Handle(byte[] message)
    {
        if (tools.Events.Tell(message) == UserEvent.KeyExpired) throw new InvalidOperationException("the listen key expired");
    }

    private async Task Keep(CancellationToken stop)
    {
        var (keyAt, proofAt) = (tools.Clock.GetUtcNow() + tools.Options.ListenKeyEvery, tools.Clock.GetUtcNow() + tools.Options.PrivateProofEvery);
        while (true)
        {
            await Task.Delay(Tick, tools.Clock, stop);
            if (tools.Limits.SilentUntil is not null) continue;
            if (owner.IsSilenced)
            {
                await CatchUp(stop);
                owner.SpeaksAgain();
            }

            if (tools.Clock.GetUtcNow() >= keyAt) keyAt = tools.Clock.GetUtcNow() + await RenewKey(stop);
            if (tools.Proof.Overdue() is { } order) throw new InvalidOperationException($"silent: the venue took order {order} and the stream has not spoken of it");
            if (!tools.Proof.TakeDoubt() && tools.Clock.GetUtcNow() < proofAt) continue;
            proofAt = tools.Clock.GetUtcNow() + tools.Options.PrivateProofEvery;
            if (await tools.Proof.Difference(stop) is { } difference) throw new InvalidOperationException($"silent: {difference}");
        }
    }

    /// <summary>When to renew it next.</summary>
    private async Task<TimeSpan> RenewKey(CancellationToken stop)
    {
        var reply = await tools.Rest.Send(new RestCall(HttpMethod.Put, KeyPath, "", Access.Keyed, 1, Essential: true), stop);
        if (reply.Code == BinanceErrors.ListenKeyGone) throw new InvalidOperationException("the listen key is gone");
        if (!reply.IsSuccess) tools.Logger.LogWarning("Binance listen key not renewed: {Clue}", reply.Clue);
        return reply.IsSuccess ? tools.Options.ListenKeyEvery : tools.Options.ListenKeyEvery / 30;
    }
}
