using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PropBot.VenueSimulator;

namespace PropBot.Bench;

/// <summary>A listener before a simulated venue's skin that notes when an order's request arrives, before the skin looks at it.</summary>
internal sealed class TimedVenue : IAsyncDisposable
{
    private readonly WebApplication app;

    private TimedVenue(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public static async Task<TimedVenue> Open(IVenueSkin skin, OrderWatch watch)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var listener = builder.Build();
        listener.UseWebSockets();
        listener.Run(context =>
        {
            watch.Note(context.Request);
            WatchedSocket.Watch(context, watch);
            return skin.Handle(context);
        });
        await listener.StartAsync();
        return new TimedVenue(listener);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}

/// <summary>The stopwatch both venues share: armed at the book update, stopped by the first order that arrives.</summary>
internal sealed class OrderWatch
{
    private long startedAt;
    private TaskCompletionSource<TimeSpan>? waiting;

    public Task<TimeSpan> Arm()
    {
        var next = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref waiting, next);
        Volatile.Write(ref startedAt, Stopwatch.GetTimestamp());
        return next.Task;
    }

    public void Note(HttpRequest request)
    {
        if (HttpMethods.IsPost(request.Method) && request.Path.Value!.EndsWith("/order", StringComparison.Ordinal)) Stop();
    }

    /// <summary>A WebSocket frame of a client: Binance names the method <c>order.place</c>, OKX the operation <c>order</c>.</summary>
    public void Note(ReadOnlySpan<byte> frame)
    {
        if (frame.IndexOf("order.place"u8) >= 0 || frame.IndexOf("\"op\":\"order\""u8) >= 0) Stop();
    }

    private void Stop() => Interlocked.Exchange(ref waiting, null)?.TrySetResult(Stopwatch.GetElapsedTime(Volatile.Read(ref startedAt)));
}
