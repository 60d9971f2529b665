using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Publishing;

/// <summary>What two people decide on when they publish: this text, in place of that version.</summary>
internal static class DraftStanding
{
    /// <returns>A hash of both; null when there is no such draft (any more).</returns>
    public static string? Of(LedgerTransaction tx, string process, long draft)
    {
        if (DefinitionRows.One(tx, process, draft) is not { State: "draft" } text) return null;
        var stands = DefinitionRows.Published(tx, process);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{process}\n{draft}\n{text.Sha256}\n{stands?.Version}\n{stands?.Sha256}")));
    }

    /// <param name="draft">As the request says it; what is no number stands for nothing.</param>
    public static bool Stands(LedgerTransaction tx, string process, string draft, string standing) =>
        long.TryParse(draft, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && Of(tx, process, version) == standing;
}
