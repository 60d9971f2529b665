using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>TELEGRAM_OPERATORS against the ledger: taken as it is on paper and the first time; elsewhere mapping somebody takes two people (R12).</summary>
internal static class TelegramSync
{
    private const string Source = "environment";

    /// <summary>An operator nobody knows is fatal (R9): a sentence each. Then nothing is written.</summary>
    public static IReadOnlyList<string> Problems(LedgerTransaction tx, IReadOnlyDictionary<long, string> asked) =>
        [.. asked.Where(pair => OperatorRows.Known(tx, pair.Value) != pair.Value).Select(pair => $"{pair.Key} is mapped to {pair.Value}, whom nobody knows here")];

    /// <returns>What was left out, as sentences.</returns>
    public static IReadOnlyList<string> Run(LedgerTransaction tx, IReadOnlyDictionary<long, string> asked, bool paper, DateTimeOffset at)
    {
        var trusted = paper || !TelegramRows.Any(tx);
        List<string> ignored = [];
        foreach (var (userId, name) in asked)
        {
            var now = TelegramRows.Of(tx, userId);
            if (now == name) continue;
            if (now is not null) TelegramRows.Remove(tx, userId, Source, at);
            if (OperatorRows.RoleOf(tx, name) != Role.Operator) ignored.Add($"Telegram user {userId} is not mapped: {name} is no operator any more");
            else if (!trusted || RemovedByPerson(tx, userId)) ignored.Add($"Telegram user {userId} is not mapped to {name}: that takes two people (R12)");
            else TelegramRows.Put(tx, userId, name, Source, Source, at);
        }
        foreach (var userId in Active(tx).Where(id => !asked.ContainsKey(id))) TelegramRows.Remove(tx, userId, Source, at);
        return ignored;
    }

    private static bool RemovedByPerson(LedgerTransaction tx, long userId) =>
        tx.Scalar("SELECT 1 FROM telegram_user WHERE user_id = ?1 AND removed_at IS NOT NULL AND removed_by <> 'environment'", userId) is not null;

    private static long[] Active(LedgerTransaction tx)
    {
        var joined = tx.Scalar("SELECT group_concat(user_id, ' ') FROM telegram_user WHERE removed_at IS NULL AND source = 'environment'") as string;
        return joined?.Split(' ').Select(text => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToArray() ?? [];
    }
}
