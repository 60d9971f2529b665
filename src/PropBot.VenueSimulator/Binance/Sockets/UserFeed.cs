using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Algo;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>Serves the account's events to those subscriptions of a connection that are listen keys (wire-protocols §1.8).</summary>
/// <param name="events">Which are wanted; empty = all.</param>
internal sealed class UserFeed(BinanceParts parts, IReadOnlyList<string> events, Action<string, JsonNode> push)
{
    // The venue does not say at what ratio it calls; a client hears it well before the position is taken over.
    private const decimal CallAt = 0.8m;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly UserPushes pushes = new(parts.Core);
    private readonly HashSet<string> called = new(StringComparer.Ordinal);

    public void Happened(VenueEvent happened, IEnumerable<Subscription> subscriptions)
    {
        foreach (var subscription in Alive(subscriptions))
        {
            foreach (var told in pushes.Of(happened)) Tell(subscription, told);
        }
    }

    public void AlgoChanged(AlgoOrder order, IEnumerable<Subscription> subscriptions)
    {
        foreach (var subscription in Alive(subscriptions)) Tell(subscription, AlgoRows.Push(order, parts.Core, parts.Time.Milliseconds));
    }

    /// <summary>The end of the key, once; margin calls, once for each time a position gets near its end.</summary>
    public void Due(Subscription subscription)
    {
        if (subscription.Ended) return;
        if (!parts.Keys.IsValid(subscription.Name))
        {
            subscription.Ended = true;
            push(subscription.Name, UserPushes.Expired(subscription.Name, parts.Time.Milliseconds));
            return;
        }

        if (parts.Time.Now < subscription.NextAt) return;
        subscription.NextAt = parts.Time.Now + LookEvery;
        var near = parts.Core.Positions().Where(IsNear).ToList();
        var fresh = near.Where(p => !called.Contains(p.Position.Symbol)).ToList();
        called.Clear();
        called.UnionWith(near.Select(p => p.Position.Symbol));
        if (fresh.Count > 0) Tell(subscription, UserPushes.MarginCall(parts.Core.Account(), fresh, parts.Time.Milliseconds));
    }

    private void Tell(Subscription subscription, JsonObject told)
    {
        if (events.Count == 0 || events.Contains(told["e"]!.ToString())) push(subscription.Name, told);
    }

    private bool IsNear(PositionView view)
    {
        var account = parts.Core.Account();
        var (maintenance, equity) = view.Setting.Isolated
            ? (view.MaintenanceMargin, view.Position.IsolatedMargin + view.Unrealised)
            : (account.MaintenanceMargin, account.CrossWallet + account.CrossUnrealised);
        return equity <= 0m || maintenance / equity >= CallAt;
    }

    private IEnumerable<Subscription> Alive(IEnumerable<Subscription> subscriptions) =>
        subscriptions.Where(s => s.Stream?.Kind == StreamKind.User && parts.Keys.IsValid(s.Name));
}
