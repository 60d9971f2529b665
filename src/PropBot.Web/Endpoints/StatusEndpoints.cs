using System.Globalization;
using Dapper;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Endpoints;

/// <summary>Everything that only reads, and the snapshot file (contract 1.2-1.5, 1.8).</summary>
public static class StatusEndpoints
{
    private static readonly Door Open = new(DoorKind.Open);
    private static readonly Door Read = new(DoorKind.Read);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", Health).Behind(Open).WithTags("Health");
        app.MapGet("/health", Health).Behind(Open).WithTags("Health");

        var ui = app.MapGroup("/api/ui").WithTags("Status");
        ui.MapGet("/status/overview", (StatusViews views, Redaction redaction) => Redacted(views.Overview(), redaction)).Behind(Read);
        ui.MapGet("/state", (StatusViews views, Redaction redaction) => Redacted(views.State(), redaction)).Behind(Read);
        ui.MapGet("/control-state", (StatusViews views) => Answers.Ok(views.ControlState())).Behind(Read);
        ui.MapGet("/positions", (DeskLine desk) => Answers.Ok(PositionViews.All(desk.Snapshot))).Behind(Read);
        ui.MapGet("/pnl_history", PnlHistory).Behind(Read);
        ui.MapGet("/reconciliation", (DeskLine desk) => Answers.Ok(TruthViews.Reconciliation(desk.Snapshot))).Behind(Read);
        ui.MapGet("/edge_ledger", EdgeLedgerView).Behind(Read);
        ui.MapGet("/approvals", Approvals).Behind(Read);
        ui.MapGet("/hedge/log", HedgeLog).Behind(Read);
        ui.MapGet("/alerts", NewestAlerts).Behind(Read);
        ui.MapGet("/kills", Kills).Behind(Read);
        ui.MapGet("/snapshot", WriteSnapshot).Behind(Read);
        ui.MapPost("/snapshot", WriteSnapshot).Behind(new Door(DoorKind.Act, "SNAPSHOT") { LoosensNothing = true });
        ui.MapGet("/stream", DeskEvents.Serve).Behind(Read);
        app.MapGet("/api/arb/opportunity", (DeskLine desk) => Answers.Ok(ArbitrageViews.Opportunity(desk.Snapshot))).Behind(Read).WithTags("Arbitrage");
    }

    private static Answer Health(DeskLine desk)
    {
        var health = HealthViews.Of(desk.Snapshot, desk.Now);
        return new Answer(health.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, health);
    }

    private static Answer Approvals(HttpRequest request, RequestBox book)
    {
        var status = request.Query["status"].ToString();
        return Answers.Ok(new { approvals = book.All.Reverse().Where(a => status.Length == 0 || a.Status.Word() == status).Select(ApprovalViews.Record) });
    }

    private static Answer PnlHistory(HttpRequest request, ILedger ledger)
    {
        var (limit, problem) = Query.Whole(request, "limit", fallback: 50, least: 1, most: 500);
        if (problem is not null) return problem;
        var newest = ledger.Read(db => TruthStore.LoadSnapshots(db, limit));
        return Answers.Ok(new { snapshots = newest.Select(json => System.Text.Json.Nodes.JsonNode.Parse(json)), count = newest.Length });
    }

    private static Answer EdgeLedgerView(HttpRequest request, DeskLine desk, ILedger ledger)
    {
        var (limit, problem) = Query.Whole(request, "limit", fallback: 50, least: 1, most: 200);
        if (problem is not null) return problem;
        var closed = desk.Snapshot.Hedges.Where(hedge => hedge.State == HedgeState.Closed).Take(limit).ToList();
        return Answers.Ok(TruthViews.EdgeLedger(ledger.Read(db => closed.ConvertAll(hedge => FillStore.Load(db, hedge)))));
    }

    private static Answer HedgeLog(HttpRequest request, ILedger ledger)
    {
        var (limit, problem) = Query.Whole(request, "limit", fallback: 100, least: 1, most: 1000);
        if (problem is not null) return problem;
        var newest = ledger.Read(db => db.Query<string>("SELECT json FROM hedge_log ORDER BY id DESC LIMIT @limit", new { limit }).ToList());
        return Answers.Ok(new { entries = newest.AsEnumerable().Reverse().Select(json => System.Text.Json.Nodes.JsonNode.Parse(json)) });
    }

    /// <summary>Contract 1.8: newest first; <c>since</c> is inclusive, one that is no time is ignored.</summary>
    private static Answer NewestAlerts(HttpRequest request, ILedger ledger)
    {
        var (limit, problem) = Query.Whole(request, "limit", fallback: 100, least: 1, most: 500);
        if (problem is not null) return problem;
        DateTimeOffset? since = DateTimeOffset.TryParse(request.Query["since"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        var newest = ledger.Read(db => AlertStore.Newest(db, limit, since));
        return Answers.Ok(new { alerts = newest.Select(AlertStore.Json) });
    }

    /// <summary>What each kill was confirmed by: the venues' own answers, as they came (R3).</summary>
    private static Answer Kills(HttpRequest request, ILedger ledger, Redaction redaction)
    {
        var (limit, problem) = Query.Whole(request, "limit", fallback: 5, least: 1, most: 50);
        return problem ?? Redacted(new { kills = KillViews.All(ledger.Read(db => KillProof.Newest(db, limit))) }, redaction);
    }

    private static Answer WriteSnapshot(SnapshotFiles files) => new(StatusCodes.Status200OK, files.Write());

    private static Answer Redacted(object body, Redaction redaction) => Answers.Ok(redaction.Of(body));
}
