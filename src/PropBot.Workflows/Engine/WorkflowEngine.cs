using System.Text.Json;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Pumping;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Engine;

/// <summary>The commands on the ledger. Each is one unit of work: it happened whole or not at all, and its id says which.</summary>
/// <remarks>When the ledger cannot be written every command faults with <see cref="LedgerUnavailableException"/>: nothing is loosened (R47).</remarks>
public sealed partial class WorkflowEngine(ILedger ledger, TimeProvider clock, EngineParts parts) : IWorkflows
{
    private const int MostConflicts = 5;

    /// <summary>After every commit that may have given the pump something to do.</summary>
    public event Action? Committed;

    internal ClockWatch Watch { get; } = new(clock);

    internal ILedger Ledger => ledger;

    internal EngineParts Parts => parts;

    public Task<CommandAnswer> Start(StartCommand command) => Do(
        command.Id, CommandRows.Print("start", command.Process, command.Key, FlowJson.Write(command.Vars), command.By?.Identity.Name), unit =>
        {
            if (command.By is { } by && NotAnOperator(unit, by) is { } why) return Denied(unit, by, "start", command.Process, why);
            var person = command.By is null ? null : Person.Of(command.By.Identity, command.By.Stated);
            var (instance, problem) = unit.Start(command.Process, command.Key, command.Vars, person, person?.Shown ?? FlowUnit.System);
            if (instance is null) return new CommandAnswer.NotAllowed(problem);
            if (command.By is { } starter) Audit(unit, starter, "start", new { instance = instance.Id, process = command.Process, key = command.Key, vars = command.Vars });
            return new CommandAnswer.Applied(instance.Id);
        });

    public Task<CommandAnswer> Decide(DecideCommand command) => Do(
        command.Id, CommandRows.Print("decide", command.Instance, $"{command.Token}", command.Outcome, command.By.Identity.Name, command.By.Stated, command.PayloadHash), unit =>
        {
            if (unit.Find(command.Instance) is not { } instance) return new CommandAnswer.NotAllowed("unknown_instance");
            if (Watch.Jump() is not null) return Denied(unit, command.By, "decide", command.Instance, "clock_jumped");
            if (Waiting(instance, command.Token, WaitKind.Task) is not { } token) return GoneOrNever(unit, command.Instance, command.Token);
            if (DecideRule.Objection(unit, instance, token, command) is { } objection)
                return objection is CommandAnswer.NotAllowed no ? Denied(unit, command.By, "decide", command.Instance, no.Why) : objection;
            var person = Person.Of(command.By.Identity, command.By.Stated);
            if (unit.Step(instance, new FlowInput.TaskDecided(command.Token, person, command.Outcome, command.Vars), person.Shown) is not FlowRefusal.None and var refusal)
                return new CommandAnswer.NotAllowed(refusal == FlowRefusal.AlreadyVoted ? "same_operator" : "outcome_not_listed");
            Audit(unit, command.By, "decide", new { instance = command.Instance, node = token.Node, token = token.Number, outcome = command.Outcome, payload = token.Payload, shown = command.PayloadHash });
            return new CommandAnswer.Applied(command.Outcome);
        });

    public Task<CommandAnswer> Publish(MessageCommand command) => Do(
        command.Id, CommandRows.Print("message", command.Name, command.Key, FlowJson.Write(command.Vars)), unit =>
        {
            if (command.Key.Length == 0) return new CommandAnswer.NotAllowed("key_missing");
            unit.Deliver(command.Name, command.Key, command.Vars, unit.Now + command.ValidFor, FlowUnit.System);
            return new CommandAnswer.Applied(command.Name);
        });

    public Task<CommandAnswer> Signal(SignalCommand command) => Do(
        command.Id, CommandRows.Print("signal", command.Name, FlowJson.Write(command.Vars)),
        unit => new CommandAnswer.Applied($"{unit.Broadcast(command.Name, command.Vars, FlowUnit.System)}"));

    public Task<CommandAnswer> Retry(TokenCommand command) => Do(
        command.Id, CommandRows.Print("retry", command.Instance, $"{command.Token}", command.By.Identity.Name),
        unit => OnToken(unit, command, "retry", new FlowInput.Retried(command.Token)));

    public Task<CommandAnswer> Skip(TokenCommand command, string outcome, Actor second) => Do(
        command.Id, CommandRows.Print("skip", command.Instance, $"{command.Token}", outcome, command.By.Identity.Name, second.Identity.Name), unit =>
        {
            if (SecondPerson(unit, command.By, second) is { } why) return Denied(unit, command.By, "skip", command.Instance, why);
            if (BehindParent(unit, command.Instance)) return Denied(unit, command.By, "skip", command.Instance, "behind_approval");
            return OnToken(unit, command, "skip", new FlowInput.Skipped(command.Token, outcome));
        });

    public Task<CommandAnswer> Cancel(CommandId id, string instance, Actor by, Actor? second = null) => Do(
        id, CommandRows.Print("cancel", instance, by.Identity.Name, second?.Identity.Name), unit =>
        {
            if (unit.Find(instance) is not { } found) return new CommandAnswer.NotAllowed("unknown_instance");
            if (NotAnOperator(unit, by) is { } why) return Denied(unit, by, "cancel", instance, why);
            // What was approved may still have to be taken back (a limit raised until a time): ending it early loosens.
            if (found.State.Approved is not null && (second is null ? "two_people_needed" : SecondPerson(unit, by, second)) is { } alone)
                return Denied(unit, by, "cancel", instance, alone);
            if (unit.Step(found, new FlowInput.Cancelled(), Person.Of(by.Identity, by.Stated).Shown) != FlowRefusal.None) return Ended(unit, instance);
            Audit(unit, by, "cancel", new { instance, second = second?.Identity.Name });
            return new CommandAnswer.Applied("cancelled");
        });

    /// <summary>One command, once. The answer is given after the commit is on the disk.</summary>
    internal async Task<CommandAnswer> Do(CommandId id, string print, Func<FlowUnit, CommandAnswer> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                CommandAnswer? answer = null;
                await ledger.Write(tx => answer = Within(tx, id, print, act));
                if (answer is CommandAnswer.Applied) Committed?.Invoke();
                return answer!;
            }
            catch (FlowConflictException) when (attempt < MostConflicts)
            {
                // Somebody moved the instance between our reading and our writing; what we decided may no longer hold, so all of it again.
            }
        }
    }

    private CommandAnswer Within(LedgerTransaction tx, CommandId id, string print, Func<FlowUnit, CommandAnswer> act)
    {
        if (CommandRows.Before(tx, id, print) is { } before) return before;
        var unit = new FlowUnit(parts, tx, clock.GetUtcNow(), id.Text);
        var answer = act(unit);
        if (answer is not CommandAnswer.Applied applied) return answer;
        CommandRows.Insert(tx, id, print, applied.Detail, unit.Now);
        unit.Finish();
        return answer;
    }

    private static CommandAnswer OnToken(FlowUnit unit, TokenCommand command, string what, FlowInput input)
    {
        if (NotAnOperator(unit, command.By) is { } why) return Denied(unit, command.By, what, command.Instance, why);
        if (unit.Find(command.Instance) is not { } instance) return new CommandAnswer.NotAllowed("unknown_instance");
        switch (unit.Step(instance, input, Person.Of(command.By.Identity, command.By.Stated).Shown))
        {
            case FlowRefusal.None:
                Audit(unit, command.By, what, new { instance = command.Instance, token = command.Token, outcome = (input as FlowInput.Skipped)?.Outcome });
                return new CommandAnswer.Applied(what);
            case FlowRefusal.SkipForbidden:
                return Denied(unit, command.By, what, command.Instance, "behind_approval");
            default:
                return GoneOrNever(unit, command.Instance, command.Token);
        }
    }

    private static Token? Waiting(LiveInstance instance, int token, WaitKind kind) => instance.State.Tokens.FirstOrDefault(one =>
        one.Number == token && instance.State.Waits.Any(wait => wait.Token == token && wait.Node == one.Node && wait.Kind == kind));

    private static CommandAnswer GoneOrNever(FlowUnit unit, string instance, int token) =>
        JournalRows.WentBy(unit.Tx, instance, token) ?? (CommandAnswer)new CommandAnswer.NotAllowed("nothing_waits");

    private static CommandAnswer Ended(FlowUnit unit, string instance) =>
        unit.Tx.Rows("SELECT actor, at, outcome FROM workflow_event WHERE instance = ?1 ORDER BY n DESC LIMIT 1", instance) is [var row]
            ? new CommandAnswer.Gone((string)row[0]!, LedgerTime.FromMicroseconds((long)row[1]!), (string)row[2]!)
            : new CommandAnswer.NotAllowed("unknown_instance");

    private static string? NotAnOperator(FlowUnit unit, Actor by) =>
        TwoPersonRule.OnRequest(by.Identity, unit.Parts.Policy) is not null || !unit.Parts.People.MayAct(unit.Tx, by.Identity.Name, by.Identity.Shared) ? "forbidden" : null;

    private static string? SecondPerson(FlowUnit unit, Actor first, Actor second) =>
        NotAnOperator(unit, first) ?? NotAnOperator(unit, second)
        ?? DecideRule.Word(TwoPersonRule.OnConfirm(Person.Of(first.Identity, first.Stated), second.Identity, second.Stated, unit.Parts.Policy));

    /// <summary>A called instance is behind whatever its caller is behind.</summary>
    private static bool BehindParent(FlowUnit unit, string id)
    {
        for (var child = unit.Find(id); child is { Parent: { } parent }; child = unit.Find(parent))
        {
            var caller = unit.Find(parent);
            var call = caller?.State.Tokens.FirstOrDefault(token => token.Number == child.ParentToken);
            if (caller is null || call is null || Asked(caller.Graph, call.Node)) return true;
        }

        return false;
    }

    // The call itself counts as asking for SkipRule; here the question is only what came before it.
    private static bool Asked(Graph graph, string call) => graph.Incoming(call).Any(flow => !SkipRule.Allows(graph, flow.From));

    private static CommandAnswer.NotAllowed Denied(FlowUnit unit, Actor by, string what, string target, string why)
    {
        Audit(unit, by, what, new { target, status = "denied", code = why });
        return new CommandAnswer.NotAllowed(why);
    }

    private static void Audit(FlowUnit unit, Actor by, string what, object details) =>
        unit.Tx.Audit(Person.Of(by.Identity, by.Stated).Shown, by.Identity.Role.Word(), $"workflow.{what}", by.Channel, JsonSerializer.Serialize(details));
}
