using System.Collections.Immutable;
using System.Reflection;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Actions;

/// <summary>The catalogue as the classes tell it: attribute, interface and the input record's constructor.</summary>
public static class ActionClasses
{
    /// <summary>Outputs are what the contract says: a class does not declare them.</summary>
    public static IReadOnlyList<ActionEntry> Found(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           let attribute = type.GetCustomAttribute<WorkflowActionAttribute>()
           where attribute is not null
           select Entry(type, attribute),
    ];

    /// <summary>Where classes and contract differ, one sentence each. An action of the contract without a class is not among them.</summary>
    public static IEnumerable<string> Objections(ActionCatalog contract, IEnumerable<ActionEntry> classes)
    {
        foreach (var one in classes)
        {
            if (contract.Find(one.Name) is not { } said)
            {
                yield return $"{one.Name} is not in the contract";
                continue;
            }

            if (!Same(said.Outcomes, one.Outcomes)) yield return $"{one.Name}: outcomes {string.Join(' ', one.Outcomes)}, the contract says {string.Join(' ', said.Outcomes)}";
            if (!Same(said.Errors.Remove(ActionErrors.StateChanged), one.Errors.Remove(ActionErrors.StateChanged)))
                yield return $"{one.Name}: errors {string.Join(' ', one.Errors)}, the contract says {string.Join(' ', said.Errors)}";
            if (!Same(said.Inputs, one.Inputs)) yield return $"{one.Name}: inputs {string.Join(' ', one.Inputs)}, the contract says {string.Join(' ', said.Inputs)}";
            if (said.Remote != one.Remote || said.Loosening != one.Loosening) yield return $"{one.Name}: remote {one.Remote}, loosening {one.Loosening}; the contract says {said.Remote}, {said.Loosening}";
        }
    }

    private static bool Same(ImmutableArray<string> one, ImmutableArray<string> other) => one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal));

    private static ActionEntry Entry(Type type, WorkflowActionAttribute attribute)
    {
        var shape = type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && (Is(i, typeof(ILocalAction<>)) || Is(i, typeof(IRemoteAction<>))))
            ?? throw new InvalidOperationException($"{type.Name} is named as an action but is neither local nor remote");
        var parameters = shape.GetGenericArguments()[0].GetConstructors().MaxBy(c => c.GetParameters().Length)?.GetParameters() ?? [];
        return new ActionEntry(
            attribute.Name, [.. attribute.Outcomes], [.. attribute.Errors], [.. parameters.Select(p => SnakeCase(p.Name ?? ""))], [], Is(shape, typeof(IRemoteAction<>)), attribute.Loosening)
        {
            Summary = attribute.Summary,
        };
    }

    private static bool Is(Type type, Type open) => type.GetGenericTypeDefinition() == open;

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
