using System.Text.Json;
using System.Text.Json.Serialization;
using static PropBot.Workflows.Approvals.Operators.PeopleChange;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>
/// A change that two people decide, as the text their request carries and the approver's hash covers (R10): <c>kind</c> is the change's
/// word, the other fields what it needs. Never a token in clear.
/// </summary>
public sealed record PeopleChangeText
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string Kind { get; init; } = "";
    public string? Name { get; init; }
    public string? Role { get; init; }

    /// <summary>64 hexadecimal digits; <c>PropBot.Web operators token</c> makes the pair for its owner.</summary>
    public string? TokenSha256 { get; init; }
    public long? TelegramUser { get; init; }

    /// <summary>Of a bot token: under the key file, base64.</summary>
    public string? Sealed { get; init; }

    public string Text() => JsonSerializer.Serialize(this, Snake);

    /// <summary>Null when the text says no change that two people make.</summary>
    public static PeopleChange? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PeopleChangeText>(text, Snake)?.Change();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null when a field it needs is missing or makes no sense.</summary>
    public PeopleChange? Change() => (Kind, Name, Role: RoleOf(), Token: HashOf()) switch
    {
        ("operator_added", { } name, { } role, { } token) => new AddOperator(name, role, token),
        ("role_granted", { } name, { } role, _) => new GrantRole(name, role),
        ("token_issued", { } name, _, { } token) => new IssueToken(name, token),
        ("telegram_mapped", { } name, _, _) when TelegramUser is { } user and > 0 => new MapTelegram(user, name),
        ("totp_reset", { } name, _, _) => new ResetTotp(name),
        ("approve_token_changed", _, _, { } token) => new ChangeApproveToken(token),
        ("telegram_bot_token_changed", _, _, _) when SealedBytes() is { } bytes => new ChangeBotToken(bytes),
        _ => null,
    };

    private Role? RoleOf() => Roles.TryParse(Role, out var role) ? role : null;

    private TokenHash? HashOf() => TokenSha256 is { Length: 64 } hex && hex.All(char.IsAsciiHexDigit) ? TokenHash.Parse(hex) : null;

    private byte[]? SealedBytes()
    {
        var bytes = new byte[Sealed?.Length ?? 0];
        return Convert.TryFromBase64String(Sealed ?? "", bytes, out var length) && length > 0 ? bytes[..length] : null;
    }
}
