using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Engine.Pumping;

/// <summary>A leased job with all its action needs.</summary>
/// <param name="Before">Attempts made before the last incident: its own attempts are counted from there.</param>
internal sealed record LeasedJob(JobLease Lease, string Action, ImmutableSortedDictionary<string, string> Inputs, ActionContext Context, int Before);

/// <summary>What the pump does to instances. Each is one unit, and its id says what it is, so that doing it twice is doing it once.</summary>
internal sealed class PumpCommands(WorkflowEngine engine, TimeProvider clock)
{
    public Task<CommandAnswer> FireTimer(DueRow due) => engine.Do(
        new CommandId($"timer/{due.Instance}#{due.Token}/{due.Node}/{due.Due}"), "", unit =>
        {
            if (WaitRows.Due(unit.Tx, due.Instance, due.Token, due.Node) is not { } at || at > unit.Now || unit.Find(due.Instance) is not { } instance) return Not("not_due");
            return Stepped(unit.Step(instance, new FlowInput.TimerDue(due.Token, due.Node), FlowUnit.System));
        });

    /// <summary>A local action that was left over by a unit that had become too long.</summary>
    public Task<CommandAnswer> RunLocal(DueRow due) => engine.Do(new CommandId($"local/{due.Instance}#{due.Token}/{due.Due}"), "", unit =>
    {
        if (unit.Find(due.Instance) is not { } instance || WaitRows.Due(unit.Tx, due.Instance, due.Token, due.Node) is null) return Not("not_due");
        unit.RunLocal(instance, due.Token, due.Node, FlowJson.ReadTexts(due.Spec));
        return new CommandAnswer.Applied("local");
    });

    /// <returns>Null when somebody else has it, or it is gone.</returns>
    public async Task<LeasedJob?> Lease(DueRow due, string owner, TimeSpan lease)
    {
        LeasedJob? leased = null;
        await engine.Ledger.Write(tx =>
        {
            var now = clock.GetUtcNow();
            leased = null;
            if (WaitRows.Lease(tx, due.Instance, due.Token, due.Node, now, now + lease, owner) is not { } attempt) return;
            var unit = new FlowUnit(engine.Parts, tx, now, "");
            var context = unit.Context(unit.Find(due.Instance)!, due.Token, (int)attempt);
            leased = new LeasedJob(
                new JobLease(due.Instance, due.Token, due.Node, owner, (int)attempt), due.Name, FlowJson.ReadTexts(due.Spec), context, int.TryParse(due.Key, out var before) ? before : 0);
        });
        return leased;
    }

    /// <summary>It happened; whoever saw it first says so.</summary>
    public Task<CommandAnswer> Finish(JobLease lease, BoundAction action, ActionResult result) => action.Input(lease.Token, result) is FlowInput.JobDone done
        ? engine.Do(new CommandId($"job/{lease.Instance}#{lease.Token}"), "", unit =>
            unit.Find(lease.Instance) is { } instance ? Stepped(unit.Step(instance, done, FlowUnit.System)) : Not("unknown_instance"))
        : Fail(lease, ((FlowInput.JobFailed)action.Input(lease.Token, result)).ErrorCode);

    /// <summary>Only the attempt that still has the lease may say that it failed: a later one may be succeeding now.</summary>
    public Task<CommandAnswer> Fail(JobLease lease, string code) => engine.Do(
        new CommandId($"job/{lease.Instance}#{lease.Token}/failed/{lease.Attempt}"), "", unit =>
        {
            if (!WaitRows.Holds(unit.Tx, lease) || unit.Find(lease.Instance) is not { } instance) return Not("lease_lost");
            return Stepped(unit.Step(instance, new FlowInput.JobFailed(lease.Token, code), FlowUnit.System));
        });

    public Task PutBack(JobLease lease, TimeSpan after, string why) => engine.Ledger.Write(tx =>
    {
        WaitRows.Release(tx, lease, clock.GetUtcNow() + after);
        tx.Event("WARNING", "workflow_job_again", JsonSerializer.Serialize(new { instance = lease.Instance, node = lease.Node, attempt = lease.Attempt, why }));
    });

    public Task DropExpiredMessages() => engine.Ledger.Write(tx => tx.Execute("DELETE FROM workflow_message WHERE expires <= ?1", clock.GetUtcNow()));

    /// <summary>The clock was moved: every open approval ends by its own expiry.</summary>
    public async Task ExpireApprovals(TimeSpan jump, IReadOnlyList<(string Instance, int Token)> open)
    {
        var at = LedgerTime.ToMicroseconds(clock.GetUtcNow());
        await engine.Ledger.Write(tx => tx.Event(
            "CRITICAL", "clock_jump", JsonSerializer.Serialize(new { moved_seconds = (long)jump.TotalSeconds, approvals_expired = open.Count })));
        foreach (var (instance, token) in open)
            await engine.Do(new CommandId($"jump/{at}/{instance}#{token}"), "", unit => Expire(unit, instance, token));
    }

    private static CommandAnswer Expire(FlowUnit unit, string id, int number)
    {
        if (unit.Find(id) is not { } instance || instance.State.Tokens.FirstOrDefault(token => token.Number == number) is not { } asked) return Not("nothing_waits");
        return DecideRule.Expiry(unit.Tx, instance, asked) is { } timer
            ? Stepped(unit.Step(instance, new FlowInput.TimerDue(timer.Wait.Token, timer.Wait.Node), FlowUnit.System))
            : Not("no_expiry");
    }

    private static CommandAnswer Stepped(FlowRefusal refusal) => refusal == FlowRefusal.None ? new CommandAnswer.Applied("") : Not("nothing_waits");

    private static CommandAnswer.NotAllowed Not(string why) => new(why);
}
