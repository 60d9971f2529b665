using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator;

/// <summary>One Kestrel listener in front of one skin. Adds <c>GET /_sim/ledger</c> and <c>/_sim/faults</c>, for loopback callers only.</summary>
internal sealed class VenueDoor : IAsyncDisposable
{
    private static readonly CancellationToken AtOnce = new(canceled: true);
    private readonly WebApplication app;

    private VenueDoor(WebApplication app) => this.app = app;

    /// <summary><c>http://127.0.0.1:port</c>, without a slash at the end.</summary>
    public string Url => app.Urls.First();

    /// <param name="address">host:port.</param>
    /// <param name="faults">Null: there is no <c>/_sim/faults</c>.</param>
    public static async Task<VenueDoor> Open(string address, VenueCore core, IVenueSkin skin, CancellationToken cancellation, FaultPage? faults = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPEndPoint.Parse(address));
        });
        var listener = builder.Build();
        listener.UseWebSockets();
        listener.Run(context => Answer(context, core, skin, faults));
        await listener.StartAsync(cancellation);
        return new VenueDoor(listener);
    }

    public async ValueTask DisposeAsync()
    {
        // Open sockets would hold a graceful stop: the venue goes away as a real one does.
        await app.StopAsync(AtOnce);
        await app.DisposeAsync();
    }

    private static Task Answer(HttpContext context, VenueCore core, IVenueSkin skin, FaultPage? faults)
    {
        if (!context.Request.Path.StartsWithSegments("/_sim", StringComparison.Ordinal)) return skin.Handle(context);
        var near = context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote);
        if (near && context.Request.Path == "/_sim/ledger") return Write(context, StatusCodes.Status200OK, LedgerReport.Write(core));
        if (near && faults is not null && context.Request.Path.StartsWithSegments(FaultPage.Path, StringComparison.Ordinal)) return Faults(context, core, faults);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task Faults(HttpContext context, VenueCore core, FaultPage faults)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var (status, json) = faults.Answer(context.Request.Method, context.Request.Path.Value!, body, core.Profile.Name);
        await Write(context, status, json);
    }

    private static async Task Write(HttpContext context, int status, JsonNode json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json.ToJsonString(), context.RequestAborted);
    }
}
