using System.Collections.Immutable;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>
/// A loosening action runs behind a given approval, and with exactly what was approved (R10): each of its inputs that comes from a
/// variable was shown to the approvers under the same name and has the same value. Literals belong to the published diagram.
/// </summary>
internal static class LooseningRule
{
    /// <returns>Null, or the error code.</returns>
    public static string? Objection(WorkflowActionAttribute terms, Node node, FlowState state, ImmutableSortedDictionary<string, string> inputs)
    {
        if (!terms.Loosening) return null;
        if (state.Approved is not { } approved) return ActionErrors.NotApproved;
        return inputs.All(input => IsFixed(node, input.Key) || approved.Payload.GetValueOrDefault(input.Key) == input.Value) ? null : ActionErrors.StateChanged;
    }

    // The two words that only the kernel writes cannot be moved by anybody either.
    private static bool IsFixed(Node node, string input) =>
        node.Inputs[input] is var text && (!text.StartsWith('=') || text[1..].Trim() is Words.RequestedBy or Words.DecidedBy);
}
