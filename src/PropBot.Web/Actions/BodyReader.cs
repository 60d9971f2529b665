using System.Text.Json;
using PropBot.Web.Access;

namespace PropBot.Web.Actions;

/// <summary>Reads fields of a JSON object and collects every problem; unknown fields are left to the caller.</summary>
public sealed class BodyReader
{
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly List<BodyProblem> problems = [];

    public BodyReader(RequestBody body, bool required = false)
    {
        if (body.Problem is { } broken) problems.Add(new BodyProblem("json_invalid", ["body"], $"not valid JSON: {broken}"));
        else if (body.Json is null && required) problems.Add(new BodyProblem("missing", ["body"], "a JSON object is required"));
        else if (body.Json is { ValueKind: JsonValueKind.Object } json) Take(json);
        else if (body.Json is not null) problems.Add(new BodyProblem("dict_type", ["body"], "must be a JSON object"));
    }

    public IReadOnlyList<BodyProblem> Problems => problems;

    public bool Good => problems.Count == 0;

    public IEnumerable<string> Names => fields.Keys;

    /// <summary>Present and not null.</summary>
    public bool Has(string name) => fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name, bool required = false, int longest = 1000)
    {
        if (Field(name, required) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) return Wrong<string>(name, "string_type", "must be a text", value);
        try
        {
            var text = value.GetString()!;
            return text.Length <= longest ? text : Wrong<string>(name, "string_too_long", $"must have at most {longest} characters");
        }
        catch (InvalidOperationException)
        {
            return Wrong<string>(name, "string_unicode", "must be valid Unicode");
        }
    }

    public decimal? Number(string name, bool required = false)
    {
        if (Field(name, required) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            ? number
            : Wrong<decimal?>(name, "decimal_type", "must be a number within the range of a decimal", value);
    }

    public int? Whole(string name)
    {
        if (Field(name, false) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : Wrong<int?>(name, "int_type", "must be a whole number", value);
    }

    public long? Long(string name)
    {
        if (Field(name, false) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : Wrong<long?>(name, "int_type", "must be a whole number", value);
    }

    /// <summary>true/false, 1/0, or the words the predecessor took (contract 1.4).</summary>
    public bool? Flag(string name)
    {
        if (Field(name, false) is not { } value) return null;
        return ReadFlag(value) ?? Wrong<bool?>(name, "bool_type", "must be true or false", value);
    }

    public static bool? ReadFlag(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt32(out var number) && number is 0 or 1 => number == 1,
        JsonValueKind.String => Word(value) switch
        {
            "true" or "1" or "yes" or "on" => true,
            "false" or "0" or "no" or "off" => false,
            _ => null,
        },
        _ => null,
    };

    public IReadOnlyList<string>? Texts(string name)
    {
        if (Field(name, false) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Array) return Wrong<IReadOnlyList<string>>(name, "list_type", "must be a list of texts", value);
        var words = value.EnumerateArray().Select(Word).ToList();
        return words.Contains(null) ? Wrong<IReadOnlyList<string>>(name, "string_type", "must be a list of texts") : words!;
    }

    /// <summary>A list of texts as they came; missing = none.</summary>
    public IReadOnlyList<string> Choices(string name = "choices")
    {
        if (Field(name, false) is not { } value) return [];
        try
        {
            if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)) return [.. value.EnumerateArray().Select(one => one.GetString()!)];
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
        }

        return Wrong<IReadOnlyList<string>>(name, "list_type", "must be a list of texts") ?? [];
    }

    /// <summary>The field as it came, or null.</summary>
    public JsonElement? Raw(string name) => Has(name) ? fields[name] : null;

    public void Require(bool good, string name, string text, object? input = null)
    {
        if (!good) problems.Add(new BodyProblem("value_error", ["body", name], text, input));
    }

    public void Refuse(string type, string name, string text) => problems.Add(new BodyProblem(type, ["body", name], text));

    /// <summary>Lower-cased and trimmed; null when it is not a readable text.</summary>
    internal static string? Word(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim().ToLowerInvariant() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void Take(JsonElement json)
    {
        try
        {
            foreach (var field in json.EnumerateObject()) fields[field.Name] = field.Value;
        }
        catch (InvalidOperationException)
        {
            problems.Add(new BodyProblem("json_invalid", ["body"], "a field name is not valid Unicode"));
        }
    }

    private JsonElement? Field(string name, bool required)
    {
        if (Has(name)) return fields[name];
        if (required && Good) problems.Add(new BodyProblem("missing", ["body", name], "is required"));
        return null;
    }

    private T? Wrong<T>(string name, string type, string text, JsonElement? input = null)
    {
        // Only short plain values are echoed: a body must not come back as an answer's bulk.
        object? echo = input is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Array) } value && value.GetRawText().Length <= 100 ? value : null;
        problems.Add(new BodyProblem(type, ["body", name], text, echo));
        return default;
    }
}
