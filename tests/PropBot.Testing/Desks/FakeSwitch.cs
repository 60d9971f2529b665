using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Testing.Desks;

/// <summary>The dead-man switches of a fake venue, refreshed as a connector does: one a pair on Binance, one for the account on OKX.</summary>
public sealed class FakeSwitch(Venue venue, TimeProvider clock, Action<DeadManReading> tell)
{
    private const int WholeAccount = -1;
    private readonly Dictionary<int, DateTimeOffset> armed = [];
    private ITimer? refresh;

    /// <summary>Every set the desk asked to be guarded, in order.</summary>
    public List<int[]> Guarded { get; } = [];

    /// <summary>Why arming and refreshing fails; empty: it does not.</summary>
    public string Trouble { get; set; } = "";

    /// <summary>No refresh leaves any more and nobody says so.</summary>
    public bool Silent { get; set; }

    public void Keep(IReadOnlyCollection<int> pairs)
    {
        Guarded.Add([.. pairs]);
        Refresh();
        refresh ??= clock.CreateTimer(_ => Refresh(), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
    }

    private void Refresh()
    {
        if (Silent || Guarded.Count == 0) return;
        var now = clock.GetUtcNow();
        var wanted = venue == Venue.Binance ? Guarded[^1] : Guarded[^1].Length > 0 ? [WholeAccount] : [];
        foreach (var key in wanted.Union(armed.Keys).ToList())
        {
            if (Trouble.Length == 0 && wanted.Contains(key)) armed[key] = now.AddSeconds(30);
            else if (Trouble.Length == 0) armed.Remove(key);
            tell(new DeadManReading(venue, key == WholeAccount ? null : key, armed.TryGetValue(key, out var fires) ? fires : null, Trouble, now));
        }
    }
}
