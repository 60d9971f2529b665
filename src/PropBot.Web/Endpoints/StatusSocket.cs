using System.Net.WebSockets;
using System.Text.Json;
using PropBot.Web.Actions;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Endpoints;

/// <summary>
/// WebSocket <c>/api/ui/status/stream/status</c>: the overview as text every second (contract 1.3). Says nothing back to what it is sent;
/// ends when the token is revoked or the process stops.
/// </summary>
public static class StatusSocket
{
    private const int Most = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static int open;

    public static async Task<IResult> Serve(
        HttpContext context, StatusViews views, Redaction redaction, IdentityDirectory directory, WebOptions options, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest) return Answers.Refused(StatusCodes.Status400BadRequest, "websocket_required", "This address speaks WebSocket only; GET /api/ui/status/overview gives the same once.");
        if (Interlocked.Increment(ref open) > Most)
        {
            Interlocked.Decrement(ref open);
            return Answers.Refused(StatusCodes.Status429TooManyRequests, "too_many_streams", $"At most {Most} streams are served at once.");
        }

        try
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            _ = Drain(socket, ends);
            while (!ends.IsCancellationRequested && socket.State == WebSocketState.Open && DeskEvents.StillKnown(context, directory, options))
            {
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(redaction.Of(views.Overview()), ApiJson.Options), WebSocketMessageType.Text, endOfMessage: true, ends.Token);
                await Task.Delay(Pause, clock, ends.Token);
            }

            if (socket.State == WebSocketState.Open) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            return Results.Empty;
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }

        return Results.Empty;
    }

    // A close of the other side is only heard by whoever reads.
    private static async Task Drain(WebSocket socket, CancellationTokenSource ends)
    {
        var buffer = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), ends.Token)).MessageType != WebSocketMessageType.Close)
            {
            }

            await ends.CancelAsync();
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            return;
        }
    }
}
