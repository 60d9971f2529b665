using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// Remembers the key that OKX says belongs to its other environment (50101). Until another key is set, streams do not connect and opens
/// do not leave: asking again with the same key can only bring trouble. Closes and cancels still try, because a wrong word of the venue
/// must never be what keeps a position open.
/// </summary>
internal sealed class OkxKeyGuard(ICredentialSource credentials, bool demo)
{
    private volatile Credential? wrong;

    /// <summary>What to tell people, or null while nothing is known against the present key.</summary>
    public string? Objection => wrong is { } key && credentials.For(Venue.Okx) == key ? Sentence : null;

    public void Wrong() => wrong = credentials.For(Venue.Okx);

    private string Sentence => demo
        ? "OKX 50101: this API key is not a demo-trading key. The profile speaks to OKX demo trading: make a key under Demo Trading and set OKX_API_KEY_TESTNET, OKX_API_SECRET_TESTNET and OKX_API_PASSPHRASE_TESTNET. Nothing is asked again until the key changes."
        : "OKX 50101: this API key belongs to demo trading, and the profile is live: make a key outside Demo Trading and set OKX_API_KEY, OKX_API_SECRET and OKX_API_PASSPHRASE. Nothing is asked again until the key changes.";
}
