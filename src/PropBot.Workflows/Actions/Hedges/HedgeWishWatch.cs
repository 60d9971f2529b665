using PropBot.Trading.Hedging;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>
/// A wish the desk has taken, read from the ledger until it is decided: what a flow is told is what survives a crash. The desk decides each
/// within <c>WishFlow.Patience</c>.
/// </summary>
public sealed class HedgeWishWatch(ILedger ledger, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(24);

    public HedgeWish? Find(string id) => ledger.Read(db => HedgeWishStore.Find(db, id));

    /// <returns>Null: not decided within the time, or not there at all.</returns>
    public async Task<ActionResult?> Decided(string id, CancellationToken stop)
    {
        for (var until = clock.GetUtcNow() + Longest; clock.GetUtcNow() < until; await Task.Delay(Look, clock, stop))
            if (Find(id) is { IsOpen: false } wish) return Result(wish);
        return null;
    }

    /// <summary>What became of an attempt before this one, in this process or in one that is gone.</summary>
    public async Task<EarlierAttempt> Earlier(string id, CancellationToken stop)
    {
        if (Find(id) is null) return new EarlierAttempt.NeverHappened();
        return await Decided(id, stop) is { } result ? new EarlierAttempt.Happened(result) : new EarlierAttempt.Unknown($"the desk is still at work on {id}");
    }

    private static ActionResult Result(HedgeWish wish) => wish.Outcome is WishOutcomes.StateChanged or WishOutcomes.VenueDark
        ? new ActionResult.Error(wish.Outcome)
        : new ActionResult.Outcome(wish.Outcome);
}
