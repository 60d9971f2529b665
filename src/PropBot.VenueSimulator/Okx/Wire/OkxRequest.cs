namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>A REST call as it came off the wire. <see cref="PathAndQuery"/> and <see cref="Body"/> are the exact bytes that were signed.</summary>
public sealed record OkxRequest(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    public string Path => PathAndQuery.Split('?', 2)[0];

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}

/// <summary>An answer: HTTP status and JSON bytes.</summary>
public sealed record OkxReply(int Status, byte[] Body);
