using PropBot.Trading.Desk;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Actions;

/// <summary>What one operator does about an incident (R47): see it, say why it was. Neither loosens anything.</summary>
public sealed class IncidentActions(DeskLine desk)
{
    public Task<Answer> Acknowledge(Actor who, string id) => Ask(new DeskCommand.AcknowledgeIncident(who.Identity.Name, id), id);

    public Task<Answer> Explain(Actor who, string id, string cause) => Ask(new DeskCommand.ExplainIncident(who.Identity.Name, id, cause), id);

    private async Task<Answer> Ask(DeskCommand command, string id)
    {
        if (await desk.Send(command) is CommandResult.Refused refused) return RefusalTable.Answer(refused, desk.Snapshot);
        var incident = desk.Snapshot.Watch.Incidents.FirstOrDefault(i => i.Id == id);
        return Answers.Ok(new { status = "ok", incident = incident is null ? null : WatchViews.Incident(incident), ts = desk.Now });
    }
}
