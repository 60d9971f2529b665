using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Web.Access;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Actions;

/// <summary>What one person may always do (R3, R4). The desk first, the audit after, and no wait for any database.</summary>
public sealed class EmergencyActions(DeskLine desk, AuditTrail audit, StatusViews views)
{
    /// <summary>HOLD's source for a person, as the desk ranks reasons by it.</summary>
    private const string Source = "operator";

    public async Task<Answer> Hold(Actor who, string? reason)
    {
        var why = string.IsNullOrWhiteSpace(reason) ? "manual_hold" : reason.Trim();
        var result = await desk.Send(new DeskCommand.EngageHold(who.Identity.Name, why, Source));
        audit.Later(who, "HOLD", new { status = Status(result), reason = why, stated = who.Stated });
        return result is CommandResult.Refused refused
            ? RefusalTable.Answer(refused, desk.Snapshot)
            : Answers.Ok(new { mode = "HOLD", hold_active = true, safety = views.Safety(), ts = desk.Now });
    }

    public async Task<Answer> SafeModeOn(Actor who)
    {
        var result = await desk.Send(new DeskCommand.SetSafeMode(who.Identity.Name, On: true));
        audit.Later(who, "SAFE_MODE_ON", new { status = Status(result) });
        return result is CommandResult.Refused refused ? RefusalTable.Answer(refused, desk.Snapshot) : Answers.Ok(new { safe_mode = true, ts = desk.Now });
    }

    public async Task<Answer> Kill(Actor who, FlattenScope flatten)
    {
        var result = await desk.Send(new DeskCommand.Kill(who.Identity.Name, flatten));
        audit.Later(who, "KILL", new { status = Status(result), flatten = flatten.Word(), naked_usdt = Count(result, "naked_usdt") });
        if (result is CommandResult.Refused refused) return RefusalTable.Answer(refused, desk.Snapshot);
        return Answers.Ok(new { ts = desk.Now, result = Counts(result), safe_mode = true, mode = "HOLD", flatten = flatten.Word(), naked_usdt = Count(result, "naked_usdt"), kill = StatusViews.Kill(desk.Snapshot.Kill) });
    }

    public async Task<Answer> CancelAll(Actor who, Venue? venue)
    {
        var result = await desk.Send(new DeskCommand.CancelAll(who.Identity.Name, venue?.Word()));
        audit.Later(who, "CANCEL_ALL", new { status = Status(result), venue = venue?.Word() });
        return result is CommandResult.Refused refused ? RefusalTable.Answer(refused, desk.Snapshot) : Answers.Ok(new { result = Counts(result), ts = desk.Now });
    }

    /// <summary>Closes hedges reduce-only: all, or those of one symbol. Both legs go, so a venue names the hedges that have a leg there.</summary>
    public async Task<Answer> CloseExposure(Actor who, Venue? venue, string? symbol)
    {
        CommandResult result = new CommandResult.Done();
        var asked = Open().Where(h => symbol is null || h.Symbol == symbol).Select(h => h.Id).ToList();
        if (symbol is null) result = await desk.Send(new DeskCommand.CloseHedges(who.Identity.Name, null));
        foreach (var id in symbol is null ? [] : asked) result = result is CommandResult.Refused ? result : await desk.Send(new DeskCommand.CloseHedges(who.Identity.Name, id));
        audit.Later(who, "CLOSE_EXPOSURE", new { status = Status(result), symbol, venue = venue?.Word(), hedges = asked });
        if (result is CommandResult.Refused refused) return RefusalTable.Answer(refused, desk.Snapshot);
        var still = Open().Where(h => symbol is null || h.Symbol == symbol).ToList();
        return Answers.Ok(new
        {
            results = Venues.All.Where(v => venue is null || v == venue).Select(v => new { venue = v.Word(), flattened = still.TrueForAll(h => h.Leg(v).Open.IsZero) }),
            hedges = asked,
            ts = desk.Now,
        });
    }

    private IEnumerable<Trading.Positions.HedgeRecord> Open() => desk.Snapshot.Hedges.Where(h => !h.Long.Open.IsZero || !h.Short.Open.IsZero);

    private static object Counts(CommandResult result) => new { cancelled = Count(result, "cancelled"), failed = Count(result, "failed") };

    private static object Count(CommandResult result, string name) => result.Data.TryGetValue(name, out var count) && count is not null ? count : 0;

    private static string Status(CommandResult result) => result is CommandResult.Refused refused ? refused.Code : "ok";
}
