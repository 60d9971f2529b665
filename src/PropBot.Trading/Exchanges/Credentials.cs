using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges;

/// <summary>A venue's API key. ToString never shows the secret.</summary>
public sealed record Credential(string Key, string Secret, string Passphrase)
{
    public override string ToString() => "Credential(***)";
}

/// <summary>Where connectors find their keys; read at each use, so that a rotation takes effect at once (R42).</summary>
public interface ICredentialSource
{
    Credential For(Venue venue);
}
