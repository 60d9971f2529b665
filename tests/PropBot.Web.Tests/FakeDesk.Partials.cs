using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Partials;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Web.Tests;

/// <summary>One hedge of which the long leg stands alone, and what the desk makes of commands about it.</summary>
public sealed partial class FakeDesk
{
    /// <summary>What commands about a partial hedge answer; null: that it is done, and that what stands is as the picture shows.</summary>
    public Func<DeskCommand, CommandResult?> OnPartial { get; set; } = _ => null;

    /// <param name="whyNot">Null: it can be completed.</param>
    public void StrikePartial(string id, string? whyNot = null)
    {
        var now = clock.GetUtcNow();
        var plan = new CompletionPlan(Venue.Okx, Side.Sell, new Quantity(0.02m), new Price(50_100m), new Price(50_050m));
        var hedge = Hedge(id, "BTCUSDT", HedgeState.Partial, "auto_hedge", now);
        Set(s => s with
        {
            Hedges = s.Hedges.Insert(0, hedge with { Short = hedge.Short with { Entered = Quantity.Zero, EntryPrice = null } }),
            Partials = s.Partials.Add(new PartialView(id, "BTCUSDT", now, Venue.Binance, new Quantity(0.02m), 1.5m, BoundReached: false, whyNot is null ? plan : null, whyNot ?? "", whyNot is null ? "" : "the book is stale")),
        });
    }

    private CommandResult OfPartial(DeskCommand command) => OnPartial(command) ?? command switch
    {
        DeskCommand.AssessHedge assess => Stands(assess.HedgeId),
        DeskCommand.UnwindHedge unwind => Settle(unwind.WishId, unwind.HedgeId, WishKind.Unwind, unwind.By, WishOutcomes.Flat),
        DeskCommand.CompleteHedge complete => Settle(complete.WishId, complete.HedgeId, WishKind.Complete, complete.By, WishOutcomes.Complete),
        DeskCommand.BookByHand hand => Settle($"hand/{hand.HedgeId}", hand.HedgeId, WishKind.Unwind, hand.By, WishOutcomes.Flat),
        _ => throw new InvalidOperationException($"{command} is unknown"),
    };

    private CommandResult.Done Stands(string id) =>
        new(new Dictionary<string, object?> { ["stands"] = Snapshot.Partials.Any(one => one.HedgeId == id) ? "partial" : "flat" });

    private CommandResult.Done Settle(string wishId, string id, WishKind kind, string by, string outcome)
    {
        var wish = new HedgeWish(wishId, id, kind, by, clock.GetUtcNow()) { Outcome = outcome };
        Set(s => s with
        {
            Partials = [.. s.Partials.Where(one => one.HedgeId != id)],
            Hedges = [.. s.Hedges.Select(one => one.Id == id ? one with { State = kind == WishKind.Complete ? HedgeState.Hedged : HedgeState.Closed } : one)],
        });
        _ = Ledger!.Write(tx => HedgeWishStore.Decide(tx, wish, wish.At));
        return new CommandResult.Done(new Dictionary<string, object?> { ["trades"] = 1 });
    }
}
