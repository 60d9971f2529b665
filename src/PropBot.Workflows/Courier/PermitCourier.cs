using Microsoft.Extensions.Logging;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Courier;

/// <summary>Hands the desk a command and waits for its answer as long as a person would; a desk that does not answer is a refusal.</summary>
public delegate Task<CommandResult> DeskDoor(DeskCommand command);

/// <summary>Permits down to the desk, its decisions up to the flows that wait for them.</summary>
public sealed class PermitCourier(ILedger ledger, IDesk desk, DeskDoor send, IWorkflows workflows, TimeProvider clock, ILogger<PermitCourier> log)
{
    /// <summary>How long a decision may wait for its flow: longer than any flow waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Task<CommandResult>> carried = new(StringComparer.Ordinal);
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Everything that waits, both ways. The desk's answers are not waited for.</summary>
    public async Task Step()
    {
        var boot = desk.Snapshot.BootId;
        foreach (var permit in ledger.Read(db => PermitStore.Open(db, boot))) _ = Carry(permit);
        var since = clock.GetUtcNow() - Patience;
        foreach (var permit in ledger.Read(db => PermitStore.Decided(db, since)).Where(permit => !Told(permit.Id))) await Tell(permit);
    }

    /// <summary>What the desk makes of one permit. A permit that is decided already is answered from its row.</summary>
    public async Task<CommandResult> Deliver(string id)
    {
        if (ledger.Read(db => PermitStore.Find(db, id)) is not { } permit) throw new InvalidOperationException($"permit {id} was written and is not there");
        return permit.State switch
        {
            PermitState.Used => new CommandResult.Done(),
            PermitState.Void => new CommandResult.Refused(permit.Why, $"the desk did not use the approval: {permit.Why}"),
            _ => await Carry(permit),
        };
    }

    private Task<CommandResult> Carry(Permit permit)
    {
        lock (gate)
        {
            // Where the desk has decided nothing (its ledger was away, it did not answer) the permit is handed to it again.
            if (carried.TryGetValue(permit.Id, out var way) && !(way is { IsCompletedSuccessfully: true, Result: CommandResult.Refused { Code: "ledger_unavailable" or "desk_not_answering" } })) return way;
            return carried[permit.Id] = CarryAsync(permit);
        }
    }

    private async Task<CommandResult> CarryAsync(Permit permit)
    {
        var result = await send(new DeskCommand.UsePermit(permit));
        if (result is CommandResult.Refused refused) log.LogWarning("The desk does not use permit {Permit} ({Kind}): {Code} {Text}", permit.Id, permit.Kind, refused.Code, refused.Text);
        return result;
    }

    private bool Told(string id)
    {
        lock (gate) return told.Contains(id);
    }

    private async Task Tell(Permit permit)
    {
        var name = permit.State == PermitState.Used ? "permit.used" : "permit.void";
        var vars = permit.Why.Length == 0 ? FlowState.Nothing : FlowState.Nothing.Add("why", permit.Why);
        await workflows.Publish(new MessageCommand(new CommandId($"permit/{permit.Id}"), name, permit.Id, vars, Patience));
        lock (gate)
        {
            told.Add(permit.Id);
            carried.Remove(permit.Id);
        }
    }
}
