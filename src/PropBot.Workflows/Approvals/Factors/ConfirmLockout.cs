namespace PropBot.Workflows.Approvals.Factors;

/// <summary>Five wrong second factors in 15 minutes lock that identity's confirm steps for 15 minutes (R11). Nothing else is locked.</summary>
public static class ConfirmLockout
{
    public const int Allowed = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    /// <summary>Until when confirming is locked, or null. <paramref name="wrong"/>: times of wrong answers, oldest first.</summary>
    public static DateTimeOffset? LockedUntil(IReadOnlyList<DateTimeOffset> wrong, DateTimeOffset now)
    {
        // Any five inside one window lock, counted from the fifth; a later five locks anew.
        for (var last = wrong.Count - 1; last >= Allowed - 1; last--)
        {
            var until = wrong[last] + Lock;
            if (until <= now) return null;
            if (wrong[last] - wrong[last - Allowed + 1] < Window) return until;
        }
        return null;
    }

    /// <summary>Older wrong answers can no longer matter.</summary>
    public static DateTimeOffset ForgetBefore(DateTimeOffset now) => now - Window - Lock;
}
