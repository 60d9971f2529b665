using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator;

/// <summary>One Kestrel listener in front of one skin. Adds <c>GET /_sim/ledger</c>, for loopback callers only.</summary>
internal sealed class VenueDoor : IAsyncDisposable
{
    private static readonly CancellationToken AtOnce = new(canceled: true);
    private readonly WebApplication app;

    private VenueDoor(WebApplication app) => this.app = app;

    /// <summary><c>http://127.0.0.1:port</c>, without a slash at the end.</summary>
    public string Url => app.Urls.First();

    /// <param name="address">host:port.</param>
    public static async Task<VenueDoor> Open(string address, VenueCore core, IVenueSkin skin, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPEndPoint.Parse(address));
        });
        var listener = builder.Build();
        listener.UseWebSockets();
        listener.Run(context => Answer(context, core, skin));
        await listener.StartAsync(cancellation);
        return new VenueDoor(listener);
    }

    public async ValueTask DisposeAsync()
    {
        // Open sockets would hold a graceful stop: the venue goes away as a real one does.
        await app.StopAsync(AtOnce);
        await app.DisposeAsync();
    }

    private static async Task Answer(HttpContext context, VenueCore core, IVenueSkin skin)
    {
        if (!context.Request.Path.StartsWithSegments("/_sim", StringComparison.Ordinal))
        {
            await skin.Handle(context);
            return;
        }

        var near = context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote);
        if (!near || context.Request.Path != "/_sim/ledger")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(LedgerReport.Write(core).ToJsonString(), context.RequestAborted);
    }
}
