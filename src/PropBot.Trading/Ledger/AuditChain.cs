using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PropBot.Trading.Ledger;

/// <summary>What is written down of one act, before it has its place in the chain. <c>At</c>: UTC unix µs.</summary>
internal sealed record AuditEntry(long At, string Actor, string Role, string Action, string Channel, string Details);

/// <summary>What a walk along the chain found.</summary>
public abstract record AuditVerdict
{
    private AuditVerdict()
    {
    }

    /// <param name="HeadHash">Hash of the last record; write it down elsewhere to prove later that nothing was cut off and rewritten.</param>
    public sealed record Intact(long Records, string HeadHash) : AuditVerdict;

    /// <param name="Sequence">The first record that does not fit.</param>
    public sealed record Broken(long Sequence, string What) : AuditVerdict;
}

/// <summary>
/// The tamper-evident audit (P26): each record holds the hash of the one before it. The hash is SHA-256, in lower-case hex, over the
/// netstrings (<c>length-in-bytes:utf8,</c>) of seq, at, actor, role, action, channel, details, prev in this order. The first
/// <c>prev</c> is 64 zeros. <c>meta.audit_head</c> holds <c>seq:hash</c> of the last record.
/// </summary>
public static class AuditChain
{
    private const string HeadKey = "audit_head";
    private static readonly string Genesis = new('0', 64);

    /// <summary>Walks the whole chain at one instant.</summary>
    public static AuditVerdict Verify(SqliteConnection connection)
    {
        var own = raw.sqlite3_get_autocommit(connection.Handle) != 0;
        using var instant = own ? connection.BeginTransaction(deferred: true) : null;
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key = 'audit_head'";
        var head = command.ExecuteScalar() as string;
        command.CommandText = "SELECT seq, at, actor, role, action, channel, details, prev, hash FROM audit ORDER BY seq";
        using var rows = command.ExecuteReader();
        return Walk(rows, head);
    }

    internal static void Begin(Statements db) => db.Execute("INSERT INTO meta (key, value) VALUES ('audit_head', ?1)", "0:" + Genesis);

    internal static void Append(LedgerTransaction transaction, AuditEntry entry)
    {
        var head = (string?)transaction.Scalar("SELECT value FROM meta WHERE key = ?1", HeadKey)
            ?? throw new InvalidOperationException("The audit chain has lost its head (meta audit_head); nothing may be appended to it.");
        var cut = head.IndexOf(':', StringComparison.Ordinal);
        var sequence = long.Parse(head.AsSpan(0, cut), NumberStyles.None, CultureInfo.InvariantCulture) + 1;
        var previous = head[(cut + 1)..];
        var hash = Hash(sequence, entry, previous);
        transaction.Execute(
            "INSERT INTO audit (seq, at, actor, role, action, channel, details, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            sequence, entry.At, entry.Actor, entry.Role, entry.Action, entry.Channel, entry.Details, previous, hash);
        transaction.Execute("UPDATE meta SET value = ?2 WHERE key = ?1", HeadKey, Head(sequence, hash));
    }

    private static AuditVerdict Walk(SqliteDataReader rows, string? head)
    {
        var sequence = 0L;
        var previous = Genesis;
        while (rows.Read())
        {
            sequence++;
            if (rows.GetInt64(0) != sequence) return new AuditVerdict.Broken(sequence, $"record {sequence} is missing; record {rows.GetInt64(0)} follows");
            if (rows.GetString(7) != previous) return new AuditVerdict.Broken(sequence, "does not follow the record before it: edited, replaced or out of order");
            var entry = new AuditEntry(rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetString(6));
            if (rows.GetString(8) != Hash(sequence, entry, previous)) return new AuditVerdict.Broken(sequence, "content and hash do not agree: edited");
            previous = rows.GetString(8);
        }

        if (head is null) return new AuditVerdict.Broken(sequence + 1, "the head of the chain (meta audit_head) is missing");
        return head == Head(sequence, previous)
            ? new AuditVerdict.Intact(sequence, previous)
            : new AuditVerdict.Broken(sequence + 1, $"the chain ends with record {sequence}, but its head (meta audit_head) says {head}: cut off, added to, or the head was edited");
    }

    private static string Head(long sequence, string hash) => string.Create(CultureInfo.InvariantCulture, $"{sequence}:{hash}");

    private static string Hash(long sequence, AuditEntry entry, string previous)
    {
        var canonical = new ArrayBufferWriter<byte>(512);
        NetString(canonical, sequence.ToString(CultureInfo.InvariantCulture));
        NetString(canonical, entry.At.ToString(CultureInfo.InvariantCulture));
        NetString(canonical, entry.Actor);
        NetString(canonical, entry.Role);
        NetString(canonical, entry.Action);
        NetString(canonical, entry.Channel);
        NetString(canonical, entry.Details);
        NetString(canonical, previous);
        return Convert.ToHexStringLower(SHA256.HashData(canonical.WrittenSpan));
    }

    // Lengths in front: no text may contain the seam between two fields.
    private static void NetString(ArrayBufferWriter<byte> target, string text)
    {
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:"), target);
        Encoding.UTF8.GetBytes(text, target);
        target.Write(","u8);
    }
}
