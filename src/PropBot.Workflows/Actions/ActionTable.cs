using System.Collections.Immutable;
using System.Reflection;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Actions;

/// <summary>An action as the engine calls it: inputs are texts, whatever its own input type.</summary>
public abstract class BoundAction(WorkflowActionAttribute terms)
{
    public WorkflowActionAttribute Terms { get; } = terms;

    /// <summary>Names of its inputs, as diagrams write them.</summary>
    public abstract ImmutableArray<string> Inputs { get; }

    /// <summary>What the kernel is told. An answer outside the closed list is an error, so that no gateway meets a word it does not know.</summary>
    public FlowInput Input(int token, ActionResult result) => result switch
    {
        ActionResult.Outcome done when Terms.Outcomes.Contains(done.Word) => new FlowInput.JobDone(token, done.Word, done.Vars),
        ActionResult.Error error => new FlowInput.JobFailed(token, error.Code),
        ActionResult.Again => new FlowInput.JobFailed(token, ActionErrors.Failed),
        _ => new FlowInput.JobFailed(token, ActionErrors.OutcomeNotListed),
    };
}

public abstract class LocalAction(WorkflowActionAttribute terms) : BoundAction(terms)
{
    public abstract ActionResult Run(LedgerTransaction transaction, ImmutableSortedDictionary<string, string> inputs, ActionContext context);
}

public abstract class RemoteAction(WorkflowActionAttribute terms) : BoundAction(terms)
{
    public abstract Task<ActionResult> Run(ImmutableSortedDictionary<string, string> inputs, ActionContext context, CancellationToken stop);

    public abstract Task<EarlierAttempt> Ask(ImmutableSortedDictionary<string, string> inputs, ActionContext context, CancellationToken stop);
}

/// <summary>Every action this program knows, by name.</summary>
public sealed class ActionTable
{
    private readonly ImmutableSortedDictionary<string, BoundAction> actions;

    private ActionTable(ImmutableSortedDictionary<string, BoundAction> actions) => this.actions = actions;

    public IEnumerable<BoundAction> All => actions.Values;

    public BoundAction? Find(string name) => actions.GetValueOrDefault(name);

    /// <param name="actions">Objects with <see cref="WorkflowActionAttribute"/> and one of the two interfaces.</param>
    /// <exception cref="ArgumentException">One has no attribute or not exactly one interface, its input type cannot be read, or two have one name.</exception>
    public static ActionTable Of(IEnumerable<object> actions) => OfBound(actions.Select(Bind));

    internal static ActionTable OfBound(IEnumerable<BoundAction> actions)
    {
        var table = ImmutableSortedDictionary.CreateBuilder<string, BoundAction>(StringComparer.Ordinal);
        foreach (var bound in actions) table.Add(bound.Terms.Name, bound);
        return new ActionTable(table.ToImmutable());
    }

    private static BoundAction Bind(object action)
    {
        var terms = action.GetType().GetCustomAttribute<WorkflowActionAttribute>()
            ?? throw new ArgumentException($"{action.GetType().Name} has no [WorkflowAction]", nameof(action));
        var faces = action.GetType().GetInterfaces().Where(face => face.IsGenericType
            && (face.GetGenericTypeDefinition() == typeof(ILocalAction<>) || face.GetGenericTypeDefinition() == typeof(IRemoteAction<>))).ToList();
        if (faces is not [var one]) throw new ArgumentException($"{action.GetType().Name} is not exactly one of ILocalAction and IRemoteAction", nameof(action));
        var kind = one.GetGenericTypeDefinition() == typeof(ILocalAction<>) ? typeof(Local<>) : typeof(Remote<>);
        return (BoundAction)Activator.CreateInstance(kind.MakeGenericType(one.GetGenericArguments()), terms, action)!;
    }

    private sealed class Local<TInput>(WorkflowActionAttribute terms, ILocalAction<TInput> action) : LocalAction(terms)
    {
        private readonly InputShape<TInput> shape = new();

        public override ImmutableArray<string> Inputs => shape.Names;

        public override ActionResult Run(LedgerTransaction transaction, ImmutableSortedDictionary<string, string> inputs, ActionContext context) =>
            action.Run(transaction, shape.Read(inputs), context);
    }

    private sealed class Remote<TInput>(WorkflowActionAttribute terms, IRemoteAction<TInput> action) : RemoteAction(terms)
    {
        private readonly InputShape<TInput> shape = new();

        public override ImmutableArray<string> Inputs => shape.Names;

        public override Task<ActionResult> Run(ImmutableSortedDictionary<string, string> inputs, ActionContext context, CancellationToken stop) =>
            action.Run(shape.Read(inputs), context, stop);

        public override Task<EarlierAttempt> Ask(ImmutableSortedDictionary<string, string> inputs, ActionContext context, CancellationToken stop) =>
            action.Ask(shape.Read(inputs), context, stop);
    }
}
