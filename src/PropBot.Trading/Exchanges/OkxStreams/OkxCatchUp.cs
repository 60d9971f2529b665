using System.Text.Json;
using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>
/// What REST knows since it was last proven that nothing was missed, told before a connection counts (P16): open orders, fills, positions,
/// balances, funding. Then the pushes that came meanwhile, in their order.
/// </summary>
internal sealed class OkxCatchUp(OkxAccess access, OkxAccountMessages messages, Lock gate)
{
    private long provenTicks = access.Clock.GetUtcNow().UtcTicks;

    /// <summary>Up to here everything of the account was told for certain. Only REST proves that: a stream that speaks may still leave things out.</summary>
    public DateTimeOffset ProvenUntil
    {
        get => new(Interlocked.Read(ref provenTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref provenTicks, value.UtcTicks);
    }

    /// <param name="isRenewal">Another connection tells meanwhile: what it told later than the reading is newer, and stays.</param>
    /// <exception cref="OkxStreamException">Something could not be read.</exception>
    public async Task Run(Action<JsonElement> take, OkxHeldPushes held, bool isRenewal, CancellationToken ended)
    {
        var since = ProvenUntil - access.Options.CatchUpOverlap;
        var startedAt = access.Clock.GetUtcNow();
        // Well before the question, so that no push of a change after it can look older than the flat position told here.
        var flatAt = access.VenueNow - access.Options.CatchUpOverlap;
        var orders = Got(await access.Queries.ReadOpenOrders(ended), "open orders");
        var account = Got(await access.Queries.ReadAccount(ended), "account");
        var fills = Got(await access.Queries.ReadAllFills(since, ended), "fills");
        var payments = Got(await access.Queries.ReadFunding(since, ended), "funding");
        lock (gate)
        {
            foreach (var fill in fills) messages.Tell(fill);
            foreach (var order in orders) messages.Tell(order);
            foreach (var position in account.Positions) messages.Tell(position, isRead: !isRenewal);
            // OKX leaves flat positions out of its answer.
            foreach (var contract in access.Contracts.InUniverse.Where(c => account.Positions.All(p => p.Symbol != c.Symbol))) messages.Tell(OkxAccounts.Flat(contract, flatAt), isRead: !isRenewal);
            foreach (var balance in account.Balances) messages.Tell(balance, isRead: !isRenewal);
            foreach (var payment in payments) messages.Tell(payment);
            foreach (var push in held.Release()) take(push);
            ProvenUntil = startedAt;
        }
    }

    private static T Got<T>(VenueAnswer<T> answer, string what) => answer is VenueAnswer<T>.Got got
        ? got.Value
        : throw new OkxStreamException($"catch-up of {what}: {((VenueAnswer<T>.Unreadable)answer).Clue}");
}
