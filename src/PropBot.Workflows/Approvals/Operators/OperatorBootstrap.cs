using System.Text.Json;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>What the bootstrap command did.</summary>
public abstract record BootstrapAnswer
{
    private BootstrapAnswer()
    {
    }

    /// <summary>Tokens are here and nowhere else: show them once.</summary>
    public sealed record Made(IReadOnlyList<OperatorEntry> Operators) : BootstrapAnswer;

    public sealed record Refused(string Text) : BootstrapAnswer;
}

/// <summary>The first two operators, on an empty store only (R12). Everybody after them takes two people.</summary>
public static class OperatorBootstrap
{
    public static async Task<BootstrapAnswer> Run(ILedger ledger, IReadOnlyList<string> names, DateTimeOffset at)
    {
        if (WhyNot(names) is { } why) return new BootstrapAnswer.Refused(why);
        var made = names.Select(name => new OperatorEntry(name, Role.Operator, PaperCredentials.NewToken())).ToList();
        var empty = false;
        await ledger.Write(tx =>
        {
            empty = !OperatorRows.Any(tx);
            if (empty) Enter(tx, made, at);
            else tx.Audit("host", "host", "OPERATORS_BOOTSTRAP", "host", JsonSerializer.Serialize(new { status = "denied", code = "not_empty", asked = names }));
        });
        return empty
            ? new BootstrapAnswer.Made(made)
            : new BootstrapAnswer.Refused("This ledger has operators already, so bootstrap is closed for good: two of them add anybody else (docs/SECURITY.md).");
    }

    /// <summary>Two different names that may be used, or what is wrong.</summary>
    private static string? WhyNot(IReadOnlyList<string> names)
    {
        if (names.Count != 2) return $"Exactly two operators are named, each with --operator; {names.Count} given.";
        foreach (var name in names)
        {
            if (OperatorName.WhyNot(name) is { } why) return $"'{name}' cannot be used: {why}.";
        }
        return string.Equals(names[0], names[1], StringComparison.OrdinalIgnoreCase) ? "The two operators must be two people: two different names." : null;
    }

    private static void Enter(LedgerTransaction tx, IReadOnlyList<OperatorEntry> people, DateTimeOffset at)
    {
        foreach (var person in people)
        {
            OperatorRows.Insert(tx, person.Name, person.Role, OperatorRows.BootstrapSource, OperatorRows.BootstrapSource, at);
            OperatorRows.AddToken(tx, person.Name, TokenHash.Of(person.Token), OperatorRows.BootstrapSource, OperatorRows.BootstrapSource, at);
            tx.Audit("host", "host", "OPERATORS_BOOTSTRAP", "host", JsonSerializer.Serialize(new { status = "done", about = person.Name, role = person.Role.Word() }));
        }
        tx.Event("WARNING", "operators_bootstrapped", JsonSerializer.Serialize(new { operators = people.Select(person => person.Name) }));
    }
}
