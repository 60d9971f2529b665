using System.Security.Cryptography;
using System.Text;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Engine.Store;

/// <summary>Command ids that were applied, with what they were answered and a print of what they asked.</summary>
internal static class CommandRows
{
    public static CommandAnswer? Before(LedgerTransaction tx, CommandId id, string print)
    {
        if (tx.Scalar("SELECT result FROM workflow_command WHERE id = ?1", id.Text) is not string result) return null;
        var cut = result.IndexOf(' ', StringComparison.Ordinal);
        // One id for two wishes is a fault of the caller; answering the second with the first's success would be a lie.
        return result.AsSpan(0, cut).SequenceEqual(print) ? new CommandAnswer.AlreadyApplied(result[(cut + 1)..]) : new CommandAnswer.NotAllowed("command_id_reused");
    }

    public static void Insert(LedgerTransaction tx, CommandId id, string print, string detail, DateTimeOffset now) =>
        tx.Execute("INSERT INTO workflow_command (id, at, result) VALUES (?1, ?2, ?3)", id.Text, now, $"{print} {detail}");

    public static string Print(params ReadOnlySpan<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts.ToArray()))).AsSpan(0, 8));
}
