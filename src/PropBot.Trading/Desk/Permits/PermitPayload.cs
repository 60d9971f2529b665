using System.Text.Json;
using PropBot.Trading.Control;

namespace PropBot.Trading.Desk.Permits;

/// <summary>Single fields of a permit's payload; null where it is no object or the field is another kind of value.</summary>
internal static class PermitPayload
{
    public static string? Text(Permit permit, string name) => Field(permit, name) is { ValueKind: JsonValueKind.String } field ? field.GetString() : null;

    public static int? Whole(Permit permit, string name) => Field(permit, name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt32(out var value) ? value : null;

    private static JsonElement? Field(Permit permit, string name)
    {
        try
        {
            using var payload = JsonDocument.Parse(permit.Payload);
            return payload.RootElement.ValueKind == JsonValueKind.Object && payload.RootElement.TryGetProperty(name, out var field) ? field.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
