using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Actions.Dial;
using PropBot.Workflows.Actions.Hedges;
using PropBot.Workflows.Actions.Limits;
using PropBot.Workflows.Actions.Modes;
using PropBot.Workflows.Actions.People;
using PropBot.Workflows.Actions.Strategies;
using PropBot.Workflows.Actions.Versions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Factors;
using PropBot.Workflows.Courier;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Pumping;
using PropBot.Workflows.Engine.Store;
using PropBot.Workflows.Inbox;
using PropBot.Workflows.Publishing;

namespace PropBot.Workflows;

/// <param name="Folder">Where the BPMN files lie.</param>
/// <param name="Paper">A changed file is taken by itself (design/workflows §4).</param>
/// <param name="Owner">Names this process in leases: the boot id.</param>
/// <param name="ApprovalsFile">OPS_APPROVALS_FILE</param>
/// <param name="Mandate">What a mandate of the autopilot is bound to, beside what the desk and the ledger know.</param>
public sealed record WorkflowOptions(string Folder, bool Paper, string Owner, string ApprovalsFile, TwoPersonPolicy Policy, MandateTerms Mandate);

/// <summary>The only place that registers this project's services. Needs IDesk, ILedger, TimeProvider, SecondFactors and a DeskDoor.</summary>
public static class WorkflowsSetup
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services, WorkflowOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => ActionTable.Of(
            Actions(provider.GetRequiredService<IDesk>(), options.Mandate)
                .Concat(HedgeActions.All(provider.GetRequiredService<IDesk>(), provider.GetRequiredService<DeskDoor>(), provider.GetRequiredService<ILedger>(), provider.GetRequiredService<TimeProvider>()))
                .Concat(Versions(provider))));
        services.AddSingleton(_ => new GraphCache(WorkflowFiles.Graph));
        services.AddSingleton(provider => new EngineParts(
            provider.GetRequiredService<GraphCache>(), provider.GetRequiredService<ActionTable>(), new OperatorTable(), new DeskBinding(provider.GetRequiredService<IDesk>(), options.Mandate), options.Policy));
        services.AddSingleton(provider => new WorkflowEngine(provider.GetRequiredService<ILedger>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<EngineParts>()));
        services.AddSingleton<IWorkflows>(provider => provider.GetRequiredService<WorkflowEngine>());
        services.AddSingleton(provider => new Definitions(provider.GetRequiredService<ILedger>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<GraphCache>()));
        services.AddSingleton<Drafts>().AddSingleton<OpenDrafts>();
        services.AddSingleton(provider => new WorkflowPump(provider.GetRequiredService<WorkflowEngine>(), provider.GetRequiredService<TimeProvider>(), new PumpOptions(options.Owner)));
        services.AddSingleton<DeskSignals>().AddSingleton<PermitCourier>().AddSingleton<PartialCourier>().AddSingleton<StartMessages>().AddSingleton<LoweredMessages>().AddSingleton<AutopilotBook>().AddSingleton<CourierRound>();
        services.AddSingleton(provider => new RequestBox(
            provider.GetRequiredService<ILedger>(), provider.GetRequiredService<IWorkflows>(), provider.GetRequiredService<CourierRound>(),
            provider.GetRequiredService<SecondFactors>(), options.Policy, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new HedgeBox(
            provider.GetRequiredService<ILedger>(), provider.GetRequiredService<IWorkflows>(), provider.GetRequiredService<CourierRound>(), provider.GetRequiredService<RequestBox>(),
            options.Policy, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ApprovalsMirror(
            provider.GetRequiredService<RequestBox>(), new MirrorFile(options.ApprovalsFile, provider.GetRequiredService<TimeProvider>()), provider.GetRequiredService<ILogger<ApprovalsMirror>>()));
        services.AddHostedService<WorkflowStart>();
        services.AddHostedService<CourierLoop>();
        return services;
    }

    private static IEnumerable<object> Versions(IServiceProvider provider) =>
    [
        new CheckDraftAction(provider.GetRequiredService<IDesk>(), provider.GetRequiredService<ActionTable>), new PublishAction(provider.GetRequiredService<IDesk>()),
    ];

    internal static IEnumerable<object> Actions(IDesk desk, MandateTerms terms) =>
    [
        new ResumeBlocksAction(desk), new WritePermitAction(desk), new VoidPermitAction(), new HoldUnlessRunningAction(desk),
        new SafeModePreflightAction(desk), new DryRunPreflightAction(desk),
        new LimitEvaluateAction(desk), new LimitApplyAction(desk), new LimitTermAction(), new LimitRevertAction(desk),
        new CheckChangeAction(desk), new ApplyChangeAction(desk),
        new CheckFreezeAction(desk), new UnfreezeAction(desk),
        new ArmingGatesAction(desk, terms), new ArmAction(desk, terms), new CheckMandateAction(desk, terms), new MandatePermitAction(desk, terms),
        new RecordResumedAction(desk), new RecordRefusalAction(desk, terms), new DisarmAction(desk),
        new DialEvaluateAction(desk), new DialRaiseAction(desk), new DialSetAloneAction(desk),
    ];
}

/// <summary>Takes the files, checks that every live version can be run, and owns the pump.</summary>
internal sealed class WorkflowStart(
    WorkflowOptions options, Definitions definitions, ActionTable actions, WorkflowEngine engine, WorkflowPump pump, RequestBox box, ApprovalsMirror mirror, OpenDrafts waiting,
    ILogger<WorkflowStart> log) : IHostedService, IDisposable
{
    /// <summary>A process stops within ten seconds (R1): what is not over by then is put back and asked about at the next start.</summary>
    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource givingUp = new();
    private Task running = Task.CompletedTask;

    /// <exception cref="InvalidOperationException">A live version names an action that this program does not have: an older program over a newer ledger.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var files = WorkflowFiles.Read(options.Folder, actions);
        foreach (var left in files.LeftOut) log.LogWarning("Workflow left out: {File}", left);
        foreach (var draft in waiting.Prove()) log.LogInformation("Workflow {Process} draft {Version} searched again: it waits for a second operator", draft.Process, draft.Version);
        foreach (var version in await definitions.TakeFiles(Checked(files.Files), options.Paper))
            log.LogInformation("Workflow {Process} version {Version} ({State})", version.Process, version.Version, version.State);
        if (definitions.Missing(actions) is { Count: > 0 } missing)
            throw new InvalidOperationException("Workflows cannot be run: " + string.Join("; ", missing) + ". Start the version of PropBot that they were made with, or cancel their instances there.");
        engine.Committed += Committed;
        mirror.Write();
        running = pump.Run(stopping.Token, givingUp.Token);
    }

    // What is on disk is searched when it is news; an unsafe text is a draft at most, and its counterexample is told.
    private List<DefinitionFile> Checked(IReadOnlyList<DefinitionFile> files)
    {
        List<DefinitionFile> all = [];
        foreach (var file in files)
        {
            var verdict = definitions.IsNews(file) ? DraftCheck.Of(file.Process, file.Xml, actions, files.Select(one => one.Process)) : null;
            foreach (var sentence in verdict?.Sentences ?? []) log.LogWarning("Workflow {Process} is not published: {Finding}", file.Process, sentence);
            all.Add(file with { MayPublish = verdict is null or { Clean: true } });
        }

        return all;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        engine.Committed -= Committed;
        await stopping.CancelAsync();
        givingUp.CancelAfter(DrainFor);
        await running;
    }

    public void Dispose()
    {
        stopping.Dispose();
        givingUp.Dispose();
    }

    private void Committed()
    {
        box.Forget();
        mirror.Write();
    }
}
