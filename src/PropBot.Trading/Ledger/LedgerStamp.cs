using System.Globalization;
using System.Security.Cryptography;

namespace PropBot.Trading.Ledger;

/// <summary>Whose ledger this is: profile, store tag and epoch in <c>meta</c>, written once at creation.</summary>
internal sealed record LedgerStamp(string StoreTag, int Epoch)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Before any script touches the file: a ledger of another profile is left exactly as it is.</summary>
    /// <exception cref="ProfileMismatchException"/>
    public static void RefuseOtherProfile(Statements db, LedgerOptions options)
    {
        if (db.Scalar("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'") is null) return;
        if (Meta(db, "profile") is not { } stamped || stamped == options.Profile) return;
        throw new ProfileMismatchException(
            $"{options.DatabasePath} is a {stamped} ledger, but profile {options.Profile} was asked for. " +
            $"Start with PROFILE={stamped}, or give {options.Profile} a DATA_DIR of its own.");
    }

    public static LedgerStamp ReadOrCreate(Statements db, LedgerOptions options, TimeProvider clock)
    {
        if (Meta(db, "profile") is null) Create(db, options, clock);
        return new LedgerStamp(Meta(db, "store_tag")!, int.Parse(Meta(db, "epoch")!, CultureInfo.InvariantCulture));
    }

    /// <summary>First time: writes. Later: throws if a known venue's account is another one.</summary>
    /// <exception cref="ProfileMismatchException"/>
    public static void Accounts(LedgerTransaction transaction, IReadOnlyDictionary<string, string> accountIds)
    {
        foreach (var (venue, account) in accountIds)
        {
            var stamped = (string?)transaction.Scalar("SELECT value FROM meta WHERE key = ?1", "account:" + venue);
            if (stamped is null) transaction.Execute("INSERT INTO meta (key, value) VALUES (?1, ?2)", "account:" + venue, account);
            else if (stamped != account)
                throw new ProfileMismatchException(
                    $"This ledger belongs to {venue} account {stamped}, but the configured key reads account {account}. " +
                    "Use a key of the first account, or give the other account a DATA_DIR of its own.");
        }
    }

    private static void Create(Statements db, LedgerOptions options, TimeProvider clock)
    {
        db.Execute("BEGIN IMMEDIATE");
        Put(db, "store_tag", RandomNumberGenerator.GetString(Letters, 6));
        Put(db, "epoch", "1");
        Put(db, "created_at", clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        Put(db, "profile", options.Profile);
        AuditChain.Begin(db);
        db.Execute("COMMIT");
    }

    private static string? Meta(Statements db, string key) => (string?)db.Scalar("SELECT value FROM meta WHERE key = ?1", key);

    private static void Put(Statements db, string key, string value) => db.Execute("INSERT INTO meta (key, value) VALUES (?1, ?2)", key, value);
}
