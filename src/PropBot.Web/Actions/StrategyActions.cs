using System.Collections.Immutable;
using System.Globalization;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Trading.Risk.Measures;
using PropBot.Web.Access;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Actions;

/// <summary>Strategies on and off, and the risk dial (contract 1.8, rulings §4). What lets more happen is audited first; what lets less happen acts first.</summary>
public sealed class StrategyActions(DeskLine desk, AuditTrail audit, RequestActions requests)
{
    private const string Unfreeze = "unfreeze-strategy";
    private const string Dial = "rpi-change";

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

    /// <summary>What a guard froze is thawed by two people (§3.3).</summary>
    public Task<Answer> AskUnfreeze(Actor who, string strategy, string reason) =>
        requests.Ask(who, new Wish(Unfreeze, reason, ImmutableSortedDictionary<string, string>.Empty.Add("strategy", strategy), ["strategy"]));

    public Task<Answer> ConfirmUnfreeze(Actor who, string? id, string? secondFactor) => requests.ConfirmOf(who, Unfreeze, id, secondFactor);

    /// <summary>A value that one person may set is set at once; any other waits for a second operator (rulings §4).</summary>
    public Task<Answer> AskDial(Actor who, int value, string reason)
    {
        var measures = desk.Snapshot.Measures;
        if (DialRules.Turn(measures.Dial, value, twoPeople: false, measures.Readings.Stability.Colour, desk.Now) is DialMove.Turned) return TurnDial(who, value);
        return requests.Ask(who, new Wish(Dial, reason, ImmutableSortedDictionary<string, string>.Empty.Add("value", value.ToString(CultureInfo.InvariantCulture)), ["value"]));
    }

    public Task<Answer> ConfirmDial(Actor who, string? id, string? secondFactor) => requests.ConfirmOf(who, Dial, id, secondFactor);

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
