using Microsoft.AspNetCore.Http.Features;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Web.Dashboard;
using PropBot.Web.Endpoints;
using PropBot.Web.Endpoints.Diagrams;
using PropBot.Web.Endpoints.Hedges;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;
using PropBot.Workflows.Courier;

namespace PropBot.Web;

/// <summary>The doors' services and pipeline. Needs from outside: <see cref="IDesk"/>, <see cref="ILedger"/>, <see cref="TimeProvider"/>.</summary>
public static class DoorSetup
{
    public static void AddDoors(this WebApplicationBuilder builder, WebOptions options, PeopleBook people)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MostBytes + 1024;
        });
        services.AddSingleton(options).AddSingleton(people.Directory).AddSingleton(people);
        services.AddSingleton<Sessions>().AddSingleton<RateLimits>().AddSingleton<AuditTrail>().AddSingleton<GuardedWrites>().AddSingleton<Redaction>();
        services.AddSingleton(s => new Idempotency(options.IdempotencyTtl, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(people.Factors);
        services.AddSingleton<DeskDoor>(s => s.GetRequiredService<DeskLine>().Send);
        services.AddWorkflows(new WorkflowOptions(
            options.WorkflowFolder, options.Paper, options.Owner, options.ApprovalsFile, new TwoPersonPolicy(options.Paper, options.TwoPeopleRequired), options.Mandate));
        services.AddSingleton<DeskLine>().AddSingleton<StatusViews>().AddSingleton<SnapshotFiles>();
        services.AddSingleton<EmergencyActions>().AddSingleton<IncidentActions>().AddSingleton<ResumeActions>().AddSingleton<ControlActions>().AddSingleton<StrategyActions>().AddSingleton<ArbitrageActions>().AddSingleton<PeopleActions>().AddSingleton<RequestActions>().AddSingleton<PartialActions>().AddSingleton<WorkflowActions>().AddSingleton<DraftActions>().AddSingleton<AutopilotActions>();
        services.AddHostedService<ApprovalClerk>();
        services.AddHostedService<AuditWatch>();
        services.AddRazorPages(pages => pages.RootDirectory = "/Dashboard/Pages");
        ApiDocument.Add(services, options.BuildVersion);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = ApiJson.Options.PropertyNamingPolicy);
        services.Configure<FormOptions>(form => (form.ValueCountLimit, form.ValueLengthLimit, form.BufferBodyLengthLimit) = (20, 4096, RequestBody.MostBytes));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
    }

    public static void UseDoors(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorBodies>();
        app.UseStaticFiles();
        app.UseSwaggerUI(docs =>
        {
            docs.RoutePrefix = "docs";
            docs.DocumentTitle = "PropBot API";
            docs.SwaggerEndpoint("/openapi/v1.json", "PropBot");
        });
        app.UseWebSockets();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        app.MapOpenApi("/openapi/{documentName}.json").Behind(new Door(DoorKind.Open));
        app.MapOpenApi("/openapi.json").Behind(new Door(DoorKind.Open));
        StatusEndpoints.Map(app);
        WatchEndpoints.Map(app);
        CommandEndpoints.Map(app);
        PeopleEndpoints.Map(app);
        ArbitrageEndpoints.Map(app);
        ApprovalEndpoints.Map(app);
        WorkflowEndpoints.Map(app);
        PartialEndpoints.Map(app);
        DraftEndpoints.Map(app);
        MeasureEndpoints.Map(app);
        AutopilotEndpoints.Map(app);
        DeskForms.Map(app);
        app.MapRazorPages();
    }
}
