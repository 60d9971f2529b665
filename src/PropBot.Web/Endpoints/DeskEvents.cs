using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Web.Dashboard;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Endpoints;

/// <summary>
/// <c>GET /api/ui/stream</c>: server-sent events <c>desk</c> with the numbers of the start page, at most two a second, and one at least
/// every second so that a lost line shows. Ends when the token is revoked or the process stops.
/// </summary>
public static class DeskEvents
{
    private const int Most = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static int open;

    public static async Task<IResult> Serve(
        HttpContext context, DeskLine desk, IdentityDirectory directory, WebOptions options, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        if (Interlocked.Increment(ref open) > Most)
        {
            Interlocked.Decrement(ref open);
            return Answers.Refused(StatusCodes.Status429TooManyRequests, "too_many_streams", $"At most {Most} streams are served at once.");
        }
        try
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            var words = DeskWords.For(context, options);
            while (!ends.IsCancellationRequested && StillKnown(context, directory, options))
            {
                await Send(context, desk.Snapshot, desk.Now, words, ends.Token);
                await Task.Delay(Pause, clock, ends.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return Results.Empty;
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
        return Results.Empty;
    }

    private static async Task Send(HttpContext context, DeskSnapshot snapshot, DateTimeOffset now, DeskWords words, CancellationToken ends)
    {
        var json = JsonSerializer.Serialize(DeskPage.Of(snapshot, now, words).Numbers(), ApiJson.Options);
        await context.Response.WriteAsync($"event: desk\nid: {snapshot.Version}\ndata: {json}\n\n", ends);
        await context.Response.Body.FlushAsync(ends);
    }

    internal static bool StillKnown(HttpContext context, IdentityDirectory directory, WebOptions options)
    {
        if (Visitor.Of(context).Session is { } session) return directory.HolderOf(session.Token) is not null;
        var shown = context.Request.Headers.Authorization.ToString();
        return !options.AuthEnabled || (shown.Length > 7 && directory.Find(shown[7..].Trim()) is not null);
    }
}
