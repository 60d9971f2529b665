namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>The <c>expTime</c> of place and amend: milliseconds after which the order must not be executed (wire-protocols §2.2).</summary>
public static class OkxDeadline
{
    /// <summary>Null while there is time, or when none was named. A call already late when it arrives is 50036, one that became late at the venue 50037.</summary>
    public static OkxError? Check(string? expTime, DateTimeOffset arrived, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(expTime)) return null;
        if (!OkxText.TryInteger(expTime, out var deadline)) return OkxError.ParameterWrong("expTime");
        if (arrived.ToUnixTimeMilliseconds() > deadline) return OkxError.ExpTimePast;
        return now.ToUnixTimeMilliseconds() > deadline ? OkxError.Expired : null;
    }
}
