namespace PropBot.Workflows.Approvals;

/// <summary>Times as the ledger stores them: UTC microseconds since 1970.</summary>
internal static class UnixMicros
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
