namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>The account's one listen key: 60 minutes from its last extension (wire-protocols §1.8).</summary>
public sealed class ListenKeys(VenueCredentials credentials, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(60);
    private readonly Lock gate = new();
    private string? current;
    private DateTimeOffset until;
    private int made;

    /// <summary>The valid key, extended, or a new one.</summary>
    public string Obtain()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (current is null || until <= now) current = BinanceGate.Sign(credentials.Secret, $"listenKey {credentials.Key} {now.UtcTicks} {++made}");
            until = now + Life;
            return current;
        }
    }

    /// <summary>False when there is none to extend.</summary>
    public bool Extend()
    {
        lock (gate)
        {
            if (current is null || until <= clock.GetUtcNow()) return false;
            until = clock.GetUtcNow() + Life;
            return true;
        }
    }

    public void Close()
    {
        lock (gate) current = null;
    }

    public bool IsValid(string key)
    {
        lock (gate) return current == key && until > clock.GetUtcNow();
    }
}
