using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using PropBot.Trading.Amounts;

namespace PropBot.Workflows.Actions;

/// <summary>The diagram gave an action something its type cannot hold, or left something out.</summary>
public sealed class InputUnreadableException(string message) : Exception(message);

/// <summary>Reads texts into the one public constructor of a record; parameter <c>HoldEpoch</c> is the input <c>hold_epoch</c>.</summary>
internal sealed class InputShape<TInput>
{
    private readonly ConstructorInfo constructor;
    private readonly (string Name, Type Type, bool Optional)[] parameters;

    public InputShape()
    {
        if (typeof(TInput).GetConstructors() is not [var only]) throw new InvalidOperationException($"{typeof(TInput)} needs exactly one public constructor");
        constructor = only;
        parameters = [.. only.GetParameters().Select(Describe)];
        if (Array.Find(parameters, one => !Known(one.Type)) is { Name: not null } odd)
            throw new InvalidOperationException($"{typeof(TInput)}.{odd.Name}: no text form for {odd.Type.Name}");
        Names = [.. parameters.Select(one => one.Name)];
    }

    public ImmutableArray<string> Names { get; }

    /// <exception cref="InputUnreadableException"/>
    public TInput Read(ImmutableSortedDictionary<string, string> inputs)
    {
        var values = new object?[parameters.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Read(parameters[i], inputs);
        return (TInput)constructor.Invoke(values);
    }

    private static object? Read((string Name, Type Type, bool Optional) parameter, ImmutableSortedDictionary<string, string> inputs)
    {
        if (!inputs.TryGetValue(parameter.Name, out var text) || (text.Length == 0 && parameter.Type != typeof(string)))
            return parameter.Optional ? null : throw new InputUnreadableException($"{parameter.Name} is missing");
        return Value(parameter.Type, text) ?? throw new InputUnreadableException($"{parameter.Name}: '{text}' is no {parameter.Type.Name}");
    }

    private static object? Value(Type type, string text) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(decimal) => Decimals.TryParse(text, out var number) ? number : null,
        _ when type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        _ when type == typeof(bool) => text switch { "true" => true, "false" => false, _ => null },
        _ => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null,
    };

    private static bool Known(Type type) =>
        type == typeof(string) || type == typeof(decimal) || type == typeof(long) || type == typeof(int) || type == typeof(bool) || type == typeof(DateTimeOffset);

    private static (string Name, Type Type, bool Optional) Describe(ParameterInfo parameter)
    {
        var bare = Nullable.GetUnderlyingType(parameter.ParameterType);

        // One context each: it keeps what it met without a lock, and two hosts of one process may be built at once.
        var optional = bare is not null || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        return (JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!), bare ?? parameter.ParameterType, optional);
    }
}
