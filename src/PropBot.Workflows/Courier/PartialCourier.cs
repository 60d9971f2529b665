using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Partials;
using PropBot.Trading.Hedging;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Courier;

/// <summary>
/// A hedge of which one leg stands alone begins the flow that settles it (R28); the naked bound tells the flow that nobody is waited for any
/// longer (R16); and a flow whose hedge was settled otherwise (by the desk's own bound, a close, a kill) is told that it is over. The trouble
/// is named by since when it stands, so each begins one flow, restarts included.
/// </summary>
public sealed class PartialCourier(ILedger ledger, IDesk desk, IWorkflows workflows, TimeProvider clock)
{
    public const string Process = "partial-hedge";
    public const string Partial = "hedge.partial";
    public const string BoundReached = "hedge.bound-reached";
    public const string Over = "hedge.over";

    /// <summary>A word holds no longer: by then it is said again, or is not true any more.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(1);

    /// <summary>A flow that settles its hedge itself, or is about to hear what a person chose, is not told what it finds out anyway.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, DateTimeOffset> overSince = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> told = [];

    public async Task Step()
    {
        var now = desk.Snapshot;
        var flows = UnderWay();
        foreach (var partial in now.Partials) await Tell(partial, flows);
        foreach (var flow in flows) await TellOver(flow, now);
        if (!now.Partials.IsEmpty || flows.Count > 0) return;
        told = [];
        overSince.Clear();
    }

    private async Task TellOver(Flow flow, DeskSnapshot now)
    {
        var at = clock.GetUtcNow();
        if (!IsOver(now, flow.Key)) overSince.Remove(flow.Id);
        else if (!overSince.TryGetValue(flow.Id, out var since)) overSince[flow.Id] = at;
        else if (at - since >= Grace) await Say(Over, $"{flow.Id}/{Round(at - DateTimeOffset.UnixEpoch)}", flow.Key);
    }

    private async Task Tell(PartialView partial, IReadOnlyList<Flow> flows)
    {
        var trouble = $"{partial.HedgeId}/{(partial.Since - DateTimeOffset.UnixEpoch).Ticks / 10}";

        // A flow of an earlier trouble of this hedge looks at how it stands now: a second one beside it would ask people twice.
        if (flows.All(flow => flow.Key != partial.HedgeId)) await Say(Partial, trouble, partial.HedgeId);
        if (partial.BoundReached) await Say(BoundReached, $"{trouble}/{Round(clock.GetUtcNow() - partial.Since)}", partial.HedgeId);
    }

    private async Task Say(string message, string id, string hedge)
    {
        var name = $"{message}/{id}";
        if (told.Contains(name)) return;
        await workflows.Publish(new MessageCommand(new CommandId(name), message, hedge, FlowState.Nothing, Holds));
        told = told.Add(name);
    }

    // Active hedges are always in the picture; one that is not in it has long been over.
    private static bool IsOver(DeskSnapshot now, string hedge) =>
        now.Hedges.FirstOrDefault(one => one.Id == hedge) is not { } found || found.State == HedgeState.Hedged || found.State.IsOver();

    private static string Round(TimeSpan since) => ((long)(since / Holds)).ToString(CultureInfo.InvariantCulture);

    private List<Flow> UnderWay() => ledger.Read(db =>
        db.Query<Flow>("SELECT id AS Id, key AS Key FROM workflow_instance WHERE process = @Process AND status = 'running'", new { Process }).ToList());

    private sealed record Flow(string Id, string Key);
}
