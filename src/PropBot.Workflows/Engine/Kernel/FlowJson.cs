using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using PropBot.Workflows.Approvals;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>States and inputs as they stand in the ledger. What is written is read back equal.</summary>
public static class FlowJson
{
    public static string Write(FlowState state) => JsonSerializer.Serialize(state, FlowJsonContext.Default.FlowState);

    public static FlowState ReadState(string json) =>
        JsonSerializer.Deserialize(json, FlowJsonContext.Default.FlowState) ?? throw new JsonException("a state is never null");

    public static string Write(FlowInput input) => JsonSerializer.Serialize(input, InputJsonContext.Default.FlowInput);

    public static FlowInput ReadInput(string json) =>
        JsonSerializer.Deserialize(json, InputJsonContext.Default.FlowInput) ?? throw new JsonException("an input is never null");

    public static string Write(ImmutableSortedDictionary<string, string> texts) =>
        JsonSerializer.Serialize(texts, FlowJsonContext.Default.ImmutableSortedDictionaryStringString);

    public static ImmutableSortedDictionary<string, string> ReadTexts(string json) =>
        JsonSerializer.Deserialize(json, FlowJsonContext.Default.ImmutableSortedDictionaryStringString) ?? FlowState.Nothing;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(OrdinalTexts), typeof(OrdinalPeople)])]
[JsonSerializable(typeof(FlowState))]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string>))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, Person>))]
internal sealed partial class FlowJsonContext : JsonSerializerContext;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(OrdinalTexts), typeof(OrdinalPeople)])]
[JsonSerializable(typeof(FlowInput))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string>))]
internal sealed partial class InputJsonContext : JsonSerializerContext;

/// <summary>Keys in ordinal order whatever the culture: the serializer's own dictionaries would sort by language.</summary>
internal abstract class OrdinalDictionary<T> : JsonConverter<ImmutableSortedDictionary<string, T>>
{
    public override ImmutableSortedDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("an object is expected");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            read[name] = One(ref reader);
        }

        return read.ToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, one) in value)
        {
            writer.WritePropertyName(name);
            One(writer, one);
        }

        writer.WriteEndObject();
    }

    protected abstract T One(ref Utf8JsonReader reader);

    protected abstract void One(Utf8JsonWriter writer, T value);
}

internal sealed class OrdinalTexts : OrdinalDictionary<string>
{
    protected override string One(ref Utf8JsonReader reader) => reader.GetString() ?? throw new JsonException("a text is expected");

    protected override void One(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
}

internal sealed class OrdinalPeople : OrdinalDictionary<Person>
{
    protected override Person One(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, FlowJsonContext.Default.Person) ?? throw new JsonException("a person is expected");

    protected override void One(Utf8JsonWriter writer, Person value) => JsonSerializer.Serialize(writer, value, FlowJsonContext.Default.Person);
}
