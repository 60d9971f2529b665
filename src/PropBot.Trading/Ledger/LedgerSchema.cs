using System.Globalization;
using SQLitePCL;

namespace PropBot.Trading.Ledger;

/// <summary>Brings the database to the known scripts, each in one transaction, and refuses one that is changed or newer than this program.</summary>
internal sealed class LedgerSchema(Statements db, LedgerOptions options, TimeProvider clock)
{
    private const string Table = """
        CREATE TABLE IF NOT EXISTS schema_script (
          number     INTEGER PRIMARY KEY,
          name       TEXT NOT NULL,
          sha256     TEXT NOT NULL,
          applied_at INTEGER NOT NULL
        ) STRICT
        """;

    public void Apply()
    {
        RefuseTwins();
        db.Execute(Table);
        RefuseUnknown();
        foreach (var script in options.Scripts.OrderBy(script => script.Number))
        {
            switch (db.Scalar("SELECT sha256 FROM schema_script WHERE number = ?1", script.Number))
            {
                case null:
                    Run(script);
                    break;
                case string applied when applied != script.Sha256:
                    throw new LedgerBrokenException(
                        $"{options.DatabasePath}: schema script {script.FileName} was applied with another content (then {applied[..8]}, now {script.Sha256[..8]}). " +
                        "An applied script is never edited: restore its text and put the change into a new number.");
            }
        }
    }

    private void Run(SchemaScript script)
    {
        db.Execute("BEGIN IMMEDIATE");
        try
        {
            var code = raw.sqlite3_exec(db.Handle, script.Sql);
            if (code != raw.SQLITE_OK) throw db.Failure(code);
            db.Execute(
                "INSERT INTO schema_script (number, name, sha256, applied_at) VALUES (?1, ?2, ?3, ?4)",
                script.Number, script.Name, script.Sha256, clock.GetUtcNow());
            db.Execute("COMMIT");
        }
        catch (Exception failure)
        {
            db.RollbackQuietly();
            throw new LedgerBrokenException($"{options.DatabasePath}: schema script {script.FileName} failed and was undone: {failure.Message}", failure);
        }
    }

    private void RefuseUnknown()
    {
        var known = options.Scripts.Select(script => script.Number).ToHashSet();
        for (var number = Next(0); number is not null; number = Next(number.Value))
        {
            if (known.Contains((int)number.Value)) continue;
            throw new LedgerBrokenException(string.Create(CultureInfo.InvariantCulture,
                $"{options.DatabasePath} holds schema script {number:000}, which this program does not know: a newer PropBot has written it. ") +
                "Start that version, or restore a backup made before the upgrade.");
        }
    }

    private long? Next(long after) => (long?)db.Scalar("SELECT min(number) FROM schema_script WHERE number > ?1", after);

    private void RefuseTwins()
    {
        var twins = options.Scripts.GroupBy(script => script.Number).FirstOrDefault(group => group.Count() > 1);
        if (twins is not null) throw new LedgerBrokenException($"Two schema scripts have one number: {string.Join(", ", twins.Select(script => script.FileName))}.");
    }
}
