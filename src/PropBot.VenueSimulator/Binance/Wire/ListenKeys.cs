using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>The account's one listen key: 60 minutes from its last extension (wire-protocols §1.8). The venue remembers it over a restart.</summary>
public sealed class ListenKeys(VenueCore core, VenueCredentials credentials)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(60);
    private readonly Lock gate = new();
    private int made;

    /// <summary>The valid key, extended, or a new one.</summary>
    public string Obtain()
    {
        lock (core.Gate)
        {
            var key = Valid?.Key ?? Made();
            core.Keep(new SimListenKey(key, core.Now + Life));
            return key;
        }
    }

    /// <summary>False when there is none to extend.</summary>
    public bool Extend()
    {
        lock (core.Gate)
        {
            if (Valid is not { } key) return false;
            core.Keep(key with { Until = core.Now + Life });
            return true;
        }
    }

    public void Close() => core.Keep(null);

    public bool IsValid(string key) => Valid?.Key == key;

    private SimListenKey? Valid => core.ListenKey is { } key && key.Until > core.Now ? key : null;

    private string Made()
    {
        lock (gate) return BinanceGate.Sign(credentials.Secret, $"listenKey {credentials.Key} {core.Now.UtcTicks} {++made}");
    }
}
