using System.Text.Json;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Engine;

public sealed partial class WorkflowEngine
{
    public Task<CommandAnswer> Drop(CommandId id, string instance, string why) => Do(id, CommandRows.Print("drop", instance, why), unit =>
    {
        if (unit.Find(instance) is not { } found) return new CommandAnswer.NotAllowed("unknown_instance");
        // What was approved may still have to be taken back: ending it early is for two people.
        if (found.State.Approved is not null) return new CommandAnswer.NotAllowed("two_people_needed");
        if (unit.Step(found, new FlowInput.Cancelled(), FlowUnit.System) != FlowRefusal.None) return Ended(unit, instance);
        unit.Tx.Audit(FlowUnit.System, FlowUnit.System, "workflow.drop", "desk", JsonSerializer.Serialize(new { instance, why }));
        return new CommandAnswer.Applied("dropped");
    });
}
