using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;
using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Web.Endpoints.Views;

namespace PropBot.Web.Endpoints;

/// <summary>Risk, capital, execution and strategies (contract 1.8); strategies on and off, and the risk dial.</summary>
public static class MeasureEndpoints
{
    private static readonly Door Read = new(DoorKind.Read);

    public static void Map(IEndpointRouteBuilder app)
    {
        var ui = app.MapGroup("/api/ui").WithTags("Risk");
        ui.MapGet("/capital", (DeskLine desk) => Answers.Ok(CapitalJson.Of(desk.Snapshot.Measures.Capital))).Behind(Read);
        ui.MapGet("/risk_snapshot", (DeskLine desk) => Answers.Ok(MeasureViews.RiskSnapshot(desk.Snapshot))).Behind(Read);
        ui.MapGet("/risk_advice", (DeskLine desk, ILedger ledger) => Answers.Ok(MeasureViews.Advice(Advice(desk.Snapshot, ledger)))).Behind(Read);
        ui.MapGet("/execution_quality", (DeskLine desk) => Answers.Ok(StrategyViews.Execution(desk.Snapshot.Measures.Execution))).Behind(Read);
        ui.MapGet("/orchestrator_plan", (DeskLine desk) => Answers.Ok(StrategyViews.Plan(desk.Snapshot.Measures.Strategies))).Behind(Read);
        ui.MapGet("/strategy/status", (DeskLine desk) => Answers.Ok(StrategyViews.Status(desk.Snapshot.Measures))).Behind(Read);
        ui.MapPost("/strategy/enable", (HttpContext context, StrategyActions actions) => Strategy(context, actions.Enable))
            .Behind(new Door(DoorKind.Act, "STRATEGY_ENABLE")).Takes<StrategyBody>();
        ui.MapPost("/strategy/disable", (HttpContext context, StrategyActions actions) => Strategy(context, actions.Disable))
            .Behind(new Door(DoorKind.Tighten, "STRATEGY_DISABLE")).Takes<StrategyBody>();
        ui.MapPost("/strategy/unfreeze-request", (HttpContext context, StrategyActions actions) => Strategy(context, actions.AskUnfreeze))
            .Behind(new Door(DoorKind.Act, "UNFREEZE_STRATEGY_REQUEST")).Takes<StrategyBody>();
        ui.MapPost("/strategy/unfreeze-confirm", (HttpContext context, StrategyActions actions) => Confirm(context, actions.ConfirmUnfreeze))
            .Behind(new Door(DoorKind.Act, "UNFREEZE_STRATEGY_APPROVE")).Takes<ApproveBody>();
        ui.MapPost("/rpi", Dial).Behind(new Door(DoorKind.Act, "RPI")).Takes<DialBody>();
        ui.MapPost("/rpi-request", AskDial).Behind(new Door(DoorKind.Act, "RPI_CHANGE_REQUEST")).Takes<DialRequestBody>();
        ui.MapPost("/rpi-confirm", (HttpContext context, StrategyActions actions) => Confirm(context, actions.ConfirmDial))
            .Behind(new Door(DoorKind.Act, "RPI_CHANGE_APPROVE")).Takes<ApproveBody>();
    }

    /// <summary>Also for the dashboard.</summary>
    public static RiskAdvice Advice(DeskSnapshot desk, ILedger ledger)
    {
        var newest = ledger.Read(db => TruthStore.LoadSnapshots(db, RiskAdvisor.Window));
        var throttled = desk.ShownHoldReason?.Code.StartsWith("AUTO_THROTTLE/", StringComparison.Ordinal) == true;
        return RiskAdvisor.Of(newest.Select(PnlSnapshot.FromJson).OfType<PnlSnapshot>(), desk.Measures.MaxTotalNotionalUsdt, desk.Measures.MaxOpenPositions, throttled);
    }

    private static Task<IResult> Strategy(HttpContext context, Func<Workflows.Approvals.Actor, string, string, Task<Answer>> act) => BodyRoutes.Read(context, required: true, body =>
    {
        var (strategy, reason, by) = (body.Text("strategy", required: true), body.Text("reason", required: true), body.Text("requested_by"));
        body.Require(!string.IsNullOrWhiteSpace(strategy), "strategy", "strategy must not be empty", strategy);
        body.Require(!string.IsNullOrWhiteSpace(reason), "reason", "reason must not be empty", reason);
        return () => act(Visitor.Of(context).As(by), strategy!.Trim().ToLowerInvariant(), reason!.Trim());
    });

    private static Task<IResult> Dial(HttpContext context, StrategyActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var value = body.Whole("value");
        body.Require(value is >= 0 and <= 100, "value", "value must be a whole number from 0 to 100", value);
        return () => actions.TurnDial(Visitor.Of(context).As(null), value!.Value);
    });

    private static Task<IResult> AskDial(HttpContext context, StrategyActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (value, reason, by) = (body.Whole("value"), body.Text("reason", required: true), body.Text("requested_by"));
        body.Require(value is >= 0 and <= 100, "value", "value must be a whole number from 0 to 100", value);
        body.Require(!string.IsNullOrWhiteSpace(reason), "reason", "reason must not be empty", reason);
        return () => actions.AskDial(Visitor.Of(context).As(by), value!.Value, reason!.Trim());
    });

    private static Task<IResult> Confirm(HttpContext context, Func<Workflows.Approvals.Actor, string?, string?, Task<Answer>> act) => BodyRoutes.Read(context, required: true, body =>
    {
        var (id, token, by) = (body.Text("request_id"), body.Text("token", required: true), body.Text("actor"));
        return () => act(Visitor.Of(context).As(by), id, token);
    });
}
