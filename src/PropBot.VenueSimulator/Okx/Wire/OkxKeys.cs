namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>The one API key of the simulated OKX account.</summary>
public sealed record OkxKeys(string Key, string Secret, string Passphrase);
