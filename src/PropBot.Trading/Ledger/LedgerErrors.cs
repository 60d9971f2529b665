namespace PropBot.Trading.Ledger;

/// <summary>The ledger cannot be opened as it is: unreadable file, changed or newer schema. Fatal at start; a person must decide.</summary>
public sealed class LedgerBrokenException : Exception
{
    public LedgerBrokenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>Another process holds this data directory (R45). Two desks on one ledger would trade twice.</summary>
public sealed class LedgerLockedException : Exception
{
    public LedgerLockedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The ledger belongs to another profile or to other venue accounts (R45).</summary>
public sealed class ProfileMismatchException : Exception
{
    public ProfileMismatchException(string message)
        : base(message)
    {
    }
}
