using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Ledger;
using PropBot.Web.Access;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Actions;

/// <summary>
/// A hedge of which one leg stands alone (R28). Unwinding is tightening: the desk is told first, and neither flow nor ledger is waited for.
/// Completing takes two people; closed by hand is proven by both venues before anything is booked.
/// </summary>
public sealed class PartialActions(DeskLine desk, HedgeBox flows, RequestBox box, AuditTrail audit)
{
    public async Task<Answer> Unwind(Actor who, string hedge, string? reason)
    {
        var stood = desk.Snapshot.Partials.Any(one => one.HedgeId == hedge);
        var by = Person.Of(who.Identity, who.Stated).Shown;
        var result = await desk.Send(new DeskCommand.UnwindHedge(by, hedge, $"ui/{hedge}/{desk.Now.UtcTicks}"));
        audit.Later(who, "HEDGE_UNWIND", new { status = result is CommandResult.Refused no ? no.Code : "ok", hedge_id = hedge, reason });
        if (result is CommandResult.Refused refused) return RefusalTable.Answer(refused, desk.Snapshot);

        // A ledger that hangs must not hold up an answer about something that is being done.
        if (stood) _ = Chosen(who, hedge, "unwind");
        return Answers.Ok(new { status = stood ? "unwinding" : "nothing_stands_alone", hedge_id = hedge, ts = desk.Now });
    }

    public async Task<Answer> AskCompletion(Actor who, string hedge, string? reason)
    {
        if (Missing(hedge) is { } missing) return missing;
        if (desk.Snapshot.Partials.FirstOrDefault(one => one.HedgeId == hedge) is { Completion: null } stuck && flows.Completion(hedge) is not { Pending: true })
            return RefusalTable.Answer("completion_not_possible", $"The hedge cannot be completed now: {stuck.WhyNotText} ({stuck.WhyNot}).", desk.Snapshot);
        return await flows.Ask(who, hedge, reason) switch
        {
            InboxAnswer.Given given => new Answer(StatusCodes.Status202Accepted, new { status = "pending", request_id = given.Request.Id, request = ApprovalViews.Record(given.Request), ts = desk.Now }),
            InboxAnswer.No no => RefusalTable.Answer(no.Why, desk.Snapshot),
            _ => throw new InvalidOperationException("an answer is given or no"),
        };
    }

    /// <param name="id">Of the request; null: the newest of this hedge.</param>
    public async Task<Answer> ConfirmCompletion(Actor who, string hedge, string? id, string? secondFactor) =>
        await box.Confirm(who, flows.Completion(hedge, id), "complete_hedge", secondFactor) switch
        {
            InboxAnswer.Given given => Answers.Ok(new { status = "approved", request_id = given.Request.Id, request = ApprovalViews.Record(given.Request), ts = desk.Now }),
            InboxAnswer.No no => RefusalTable.Answer(no.Why, desk.Snapshot),
            _ => throw new InvalidOperationException("an answer is given or no"),
        };

    public async Task<Answer> ClosedByHand(Actor who, string hedge, string? reason)
    {
        if (Missing(hedge) is { } missing) return missing;
        if (string.IsNullOrWhiteSpace(reason)) return RefusalTable.Answer("reason_required", "Say what was done at the venue: give a reason.", desk.Snapshot);
        try
        {
            await audit.Require(who, "HEDGE_CLOSED_BY_HAND", new { status = "requested", hedge_id = hedge, reason = reason.Trim() });
        }
        catch (LedgerUnavailableException)
        {
            return RefusalTable.Answer("ledger_unavailable", "The audit cannot be written now, so nothing is booked.", desk.Snapshot);
        }

        var result = await desk.Send(new DeskCommand.BookByHand(Person.Of(who.Identity, who.Stated).Shown, hedge));
        if (result is CommandResult.Refused refused) return RefusalTable.Answer(refused, desk.Snapshot);
        await Chosen(who, hedge, "closed_by_hand");
        return Answers.Ok(new { status = "booked", hedge_id = hedge, trades = result.Data.GetValueOrDefault("trades"), ts = desk.Now });
    }

    /// <summary>Every hedge of which a leg stands alone, and what may be done about it.</summary>
    public Answer All() => Answers.Ok(new
    {
        partials = desk.Snapshot.Partials.Select(one => new
        {
            hedge_id = one.HedgeId,
            symbol = one.Symbol,
            since = one.Since,
            venue = Trading.Instruments.Venues.Word(one.Venue),
            quantity = one.Excess.Value,
            loss_usdt = one.LossUsdt,
            bound_reached = one.BoundReached,
            completion = one.Completion is { } plan ? Plan(plan) : null,
            why_not = one.WhyNot.Length == 0 ? null : new { code = one.WhyNot, text = one.WhyNotText },
            request = flows.Completion(one.HedgeId) is { Pending: true } open ? ApprovalViews.Record(open) : null,
        }),
        ts = desk.Now,
    });

    private static object Plan(CompletionPlan plan) => new
    {
        venue = Trading.Instruments.Venues.Word(plan.Venue),
        side = plan.Side.ToString().ToLowerInvariant(),
        quantity = plan.Quantity.Value,
        planned_price = plan.Planned.Value,
        worst_price = plan.Worst.Value,
        notional_usdt = Decimals.Plain(decimal.Round(plan.Planned.Value * plan.Quantity.Value, 2)),
    };

    private Answer? Missing(string hedge)
    {
        var now = desk.Snapshot;
        if (now.Hedges.All(one => one.Id != hedge)) return RefusalTable.Answer("hedge_not_found", "No hedge is called that.", now);
        return now.Partials.Any(one => one.HedgeId == hedge) ? null : RefusalTable.Answer("hedge_not_partial", "No leg of this hedge stands alone: there is nothing to settle.", now);
    }

    // What the desk does is done already: a flow that does not hear who chose it hears that it is over.
    private async Task Chosen(Actor who, string hedge, string outcome)
    {
        try
        {
            await flows.Choose(who, hedge, outcome);
        }
        catch (LedgerUnavailableException unwritten)
        {
            await audit.Try(who, "HEDGE_FLOW", new { status = "not_told", hedge_id = hedge, outcome, why = unwritten.Message });
        }
    }
}
