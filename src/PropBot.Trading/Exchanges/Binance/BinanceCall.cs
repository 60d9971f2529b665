namespace PropBot.Trading.Exchanges.Binance;

internal enum Access
{
    Open = 0,

    /// <summary>The key's header only (listen keys).</summary>
    Keyed = 1,
    Signed = 2,
}

/// <param name="Parameters">Already percent-encoded; without recvWindow, timestamp and signature.</param>
/// <param name="Essential">May use the reserve of the rate budget: cancels, closes, settling unknown orders.</param>
internal sealed record RestCall(HttpMethod Method, string Path, string Parameters, Access Access, int Weight, bool Essential = false);

/// <summary>What came of a call. <see cref="Status"/> 0: no answer; then <see cref="Left"/> says whether bytes may have left.</summary>
internal readonly record struct RestReply(int Status, byte[] Body, int Code, string Text, bool Left)
{
    public bool IsSuccess => Status is >= 200 and < 300 && Code == 0;

    public string Clue => Status == 0 ? Text : $"HTTP {Status} {(Code == 0 ? "" : Code)} {Text}";

    /// <summary>Refused here, before anything left.</summary>
    public static RestReply Kept(string why) => new(0, [], 0, why, Left: false);

    public static RestReply Lost(string why) => new(0, [], 0, why, Left: true);
}
