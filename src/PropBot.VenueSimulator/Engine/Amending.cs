using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>Changes price or whole quantity of a resting order (wire-protocols §1.5.3, §2.7).</summary>
internal sealed class Amending(
    VenueProfile profile, VenueState state, IReadOnlyDictionary<string, VenueBook> books, OrderChecks checks, Matching matching, QueuePlaces places,
    Action<VenueEvent> tell)
{
    public SimOutcome Amend(SimOrder? order, SimAmendment amendment, DateTimeOffset now)
    {
        if (order is null) return new SimOutcome.Refused(SimRefusal.UnknownOrder);
        if (!order.IsOpen) return new SimOutcome.Refused(SimRefusal.OrderDone);
        var book = books[order.Symbol];
        var changed = Changed(order, amendment, book, now);
        if (changed.Price is null) return Failed(order, amendment, SimRefusal.NoLiquidity, now);
        if (changed.Quantity == order.Quantity && changed.Price == order.Price) return Failed(order, amendment, SimRefusal.NothingToChange, now);
        if (changed.Quantity <= changed.Filled) return new SimOutcome.Accepted(Shrunk(order, amendment, now));
        if (checks.Objection(changed, order, book) is { } why) return Failed(order, amendment, why, now);
        var plan = matching.PlanOf(changed, book);
        if (changed.TimeInForce == SimTimeInForce.PostOnly && plan.Meets)
        {
            var note = new SimAmendNote(SimAmendResult.FailedAndCanceled, amendment.RequestId, SimRefusal.PostOnlyWouldTake);
            return new SimOutcome.Accepted(matching.End(order, SimEndReason.PostOnlyWouldTake, SimOrderState.Canceled, now, note));
        }

        return checks.Affords(changed, order) ? Done(order, changed, plan, amendment, now) : Unaffordable(order, amendment, now);
    }

    private SimOrder Changed(SimOrder order, SimAmendment amendment, VenueBook book, DateTimeOffset now) => order with
    {
        Quantity = amendment.Quantity ?? order.Quantity,
        Price = amendment is { Price: null, PriceMatch: SimPriceMatch.None }
            ? order.Price
            : checks.Price(book, order.Side, amendment.Price, amendment.PriceMatch, amendment.ClampPrice),
        PriceMatch = amendment.PriceMatch,
        Amends = order.Amends + 1,
        // Binance forgets the mode with the first amendment (§1.5.3).
        SelfTrade = profile.AmendForgetsSelfTrade ? SimSelfTrade.None : order.SelfTrade,
        UpdatedAt = now,
    };

    private SimOutcome Done(SimOrder before, SimOrder changed, TakerPlan plan, SimAmendment amendment, DateTimeOffset now)
    {
        var book = books[before.Symbol];
        state.Put(changed);
        tell(new VenueEvent.OrderChanged(changed, null, Amended: true) { Amendment = new SimAmendNote(SimAmendResult.Done, amendment.RequestId) });
        var after = matching.Take(changed, plan, book, now);
        var stays = !profile.AmendLosesPlace && changed.Price == before.Price && changed.Quantity < before.Quantity;
        if (after.IsOpen && !stays) places.Join(after, book);
        return new SimOutcome.Accepted(after);
    }

    /// <summary>Down to what is filled or below: Binance cancels the rest, OKX calls the order filled.</summary>
    private SimOrder Shrunk(SimOrder order, SimAmendment amendment, DateTimeOffset now)
    {
        if (profile.RefusesAtOnce) return matching.End(order, SimEndReason.User, SimOrderState.Canceled, now);
        var filled = order with { Quantity = order.Filled, State = SimOrderState.Filled, UpdatedAt = now, Amends = order.Amends + 1 };
        state.Put(filled);
        places.Leave(order.Id);
        tell(new VenueEvent.OrderChanged(filled, null, Amended: true) { Amendment = new SimAmendNote(SimAmendResult.Done, amendment.RequestId) });
        return filled;
    }

    private SimOutcome Failed(SimOrder order, SimAmendment amendment, SimRefusal why, DateTimeOffset now)
    {
        if (amendment.CancelOnFail && why != SimRefusal.NothingToChange) matching.End(order, SimEndReason.AmendFailed, SimOrderState.Canceled, now);
        return new SimOutcome.Refused(why);
    }

    /// <summary>Binance refuses in the reply; OKX accepts and tells later that it failed.</summary>
    private SimOutcome Unaffordable(SimOrder order, SimAmendment amendment, DateTimeOffset now)
    {
        if (profile.RefusesAtOnce || amendment.CancelOnFail) return Failed(order, amendment, SimRefusal.MarginInsufficient, now);
        tell(new VenueEvent.OrderChanged(order, null) { Amendment = new SimAmendNote(SimAmendResult.Failed, amendment.RequestId, SimRefusal.MarginInsufficient) });
        return new SimOutcome.Accepted(order);
    }
}
