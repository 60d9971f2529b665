using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Web.Access;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Actions;

/// <summary>Strategies on and off, and the risk dial (contract 1.8, rulings §4). What lets more happen is audited first; what lets less happen acts first.</summary>
public sealed class StrategyActions(DeskLine desk, AuditTrail audit)
{
    public Task<Answer> Enable(Actor who, string strategy, string reason) =>
        Loosen(who, "STRATEGY_ENABLE", new { strategy, reason }, new DeskCommand.EnableStrategy(who.Identity.Name, strategy, reason));

    public async Task<Answer> Disable(Actor who, string strategy, string reason)
    {
        var result = await desk.Send(new DeskCommand.DisableStrategy(who.Identity.Name, strategy, reason));
        audit.Later(who, "STRATEGY_DISABLE", new { status = result is CommandResult.Refused no ? no.Code : "ok", strategy, reason });
        return Shown(result);
    }

    public async Task<Answer> TurnDial(Actor who, int value)
    {
        var command = new DeskCommand.SetRpi(who.Identity.Name, value);
        if (value > desk.Snapshot.Measures.Dial.Value) return await Loosen(who, "RPI_UP", new { rpi = value }, command);
        var result = await desk.Send(command);
        audit.Later(who, "RPI_DOWN", new { status = result is CommandResult.Refused no ? no.Code : "ok", rpi = value });
        return Shown(result);
    }

    private async Task<Answer> Loosen(Actor who, string action, object details, DeskCommand command)
    {
        try
        {
            await audit.Require(who, action, details);
        }
        catch (LedgerUnavailableException)
        {
            return RefusalTable.Answer("ledger_unavailable", "The audit cannot be written now, so nothing is loosened; tightening still works.", desk.Snapshot);
        }

        return Shown(await desk.Send(command));
    }

    private Answer Shown(CommandResult result) => result is CommandResult.Refused refused ? RefusalTable.Answer(refused, desk.Snapshot) : Answers.Ok(result.Data);
}
