using System.Collections.Immutable;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Actions;

/// <summary>The mandate of the autopilot (R20): two people give it, one takes it away.</summary>
public sealed class AutopilotActions(RequestActions requests, AutopilotBook book, IWorkflows workflows, DeskLine desk)
{
    private const string Process = "autopilot-arming";

    public Task<Answer> AskArm(Actor who, string? reason) =>
        book.Read().Mandate is { } armed
            ? Task.FromResult(RefusalTable.Answer("autopilot_already_armed", $"A mandate is in force until {armed.Until:yyyy-MM-dd HH:mm} UTC: disarm it first.", desk.Snapshot))
            : requests.Ask(who, new Wish(Process, reason, ImmutableSortedDictionary<string, string>.Empty, []));

    public Task<Answer> ConfirmArm(Actor who, string? id, string? secondFactor) => requests.ConfirmOf(who, Process, id, secondFactor);

    public async Task<Answer> Disarm(Actor who)
    {
        try
        {
            if (await book.Disarm(Person.Of(who.Identity, who.Stated).Shown) is not { } mandate)
                return RefusalTable.Answer("autopilot_not_armed", "No mandate is in force: there is nothing to end.", desk.Snapshot);
            await workflows.Publish(new MessageCommand(new CommandId($"disarm/{mandate}"), "autopilot.disarm", mandate, FlowState.Nothing, TimeSpan.FromMinutes(10)));
            return Answers.Ok(new { status = "disarmed", armed = false, ts = desk.Now });
        }
        catch (LedgerUnavailableException)
        {
            return RefusalTable.Answer("ledger_unavailable", "The end of the mandate cannot be written now. Put the desk on HOLD: with a reason of its own the autopilot does not resume.", desk.Snapshot);
        }
    }
}
