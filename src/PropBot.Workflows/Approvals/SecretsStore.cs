using System.Text.Json;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Approvals;

/// <summary>The operators of the file at SECRETS_STORE_PATH: <c>{"operator_tokens": {"name": {"token", "role"}}}</c>. Other fields are not read here.</summary>
public static class SecretsStore
{
    /// <summary>Operators and, beside them, every problem as a sentence without the token itself.</summary>
    public static (IReadOnlyList<OperatorEntry> Operators, IReadOnlyList<string> Problems) Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return json.RootElement.TryGetProperty("operator_tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Object
                ? ReadOperators(path, tokens)
                : ([], []);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return ([], [$"{path} cannot be read as a secrets store: {broken.Message}"]);
        }
    }

    private static (IReadOnlyList<OperatorEntry> Operators, IReadOnlyList<string> Problems) ReadOperators(string path, JsonElement tokens)
    {
        List<OperatorEntry> operators = [];
        List<string> problems = [];
        foreach (var entry in tokens.EnumerateObject())
        {
            var token = Text(entry.Value, "token");
            if (token.Length == 0) problems.Add($"{path}: operator {entry.Name} has no token");
            else if (!Roles.TryParse(Text(entry.Value, "role"), out var role)) problems.Add($"{path}: operator {entry.Name} has no known role (operator, auditor, viewer)");
            else if (OperatorName.WhyNot(entry.Name) is { } why) problems.Add($"{path}: operator {entry.Name}: {why}");
            else operators.Add(new OperatorEntry(entry.Name, role, token));
        }
        problems.AddRange(operators.GroupBy(o => o.Token, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => $"{path}: {string.Join(" and ", g.Select(o => o.Name))} have the same token"));
        problems.AddRange(operators.GroupBy(o => o.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => $"{path}: {string.Join(" and ", g.Select(o => o.Name))} are one name"));
        return (operators, problems);
    }

    private static string Text(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!.Trim()
            : "";
}
