using System.Security.Cryptography;
using System.Text.Json;

namespace PropBot.Workflows.Approvals;

/// <summary>The generated credentials of the paper profile (R38), kept in <c>paper-credentials.json</c> with mode 0600.</summary>
public sealed record PaperCredentials(IReadOnlyList<OperatorEntry> Operators, string ApproveToken)
{
    public const string FileName = "paper-credentials.json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Reads the file, or makes it. <c>Created</c> is true the first time: only then the tokens may be printed.</summary>
    /// <exception cref="InvalidDataException">The file is there but is not what we wrote; it is never replaced silently.</exception>
    /// <param name="withPeople">False when the ledger has its own people and only the second factor is wanting.</param>
    public static (PaperCredentials Credentials, bool Created) ReadOrCreate(string dataDirectory, bool withPeople = true)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (File.Exists(path)) return (Parse(path, File.ReadAllText(path)), false);
        var made = new PaperCredentials(withPeople ? Generated() : [], NewToken());
        Write(path, made);
        return (made, true);
    }

    private static OperatorEntry[] Generated() =>
    [
        new OperatorEntry("operator-a", Role.Operator, NewToken()),
        new OperatorEntry("operator-b", Role.Operator, NewToken()),
        new OperatorEntry("viewer", Role.Viewer, NewToken()),
    ];

    /// <summary>32 random letters and digits.</summary>
    public static string NewToken() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 32);

    private static PaperCredentials Parse(string path, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var operators = json.RootElement.GetProperty("operators").EnumerateArray().Select(o => new OperatorEntry(
                o.GetProperty("name").GetString() ?? "",
                Roles.TryParse(o.GetProperty("role").GetString(), out var role) ? role : throw new FormatException("an operator has an unknown role"),
                o.GetProperty("token").GetString() ?? "")).ToList();
            if (operators.Any(o => o.Name.Length == 0 || o.Token.Length == 0)) throw new FormatException("an operator has no name or token");
            return new PaperCredentials(operators, json.RootElement.GetProperty("approve_token").GetString() ?? "");
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} is damaged ({broken.Message}): repair it, or delete it to get new tokens", broken);
        }
    }

    private static void Write(string path, PaperCredentials made)
    {
        var json = JsonSerializer.Serialize(
            new { operators = made.Operators.Select(o => new { name = o.Name, role = o.Role.Word(), token = o.Token }), approve_token = made.ApproveToken },
            Readable);
        PrivateFile.Write(path, json);
    }
}
