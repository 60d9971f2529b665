using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>
/// The engine's deciding: a function from a graph, a state and an input to the next state and what the world has to do. No clock, no I/O,
/// no dice; the same arguments give the same answer on every machine. An input for which nothing waits is refused and changes nothing.
/// </summary>
public static class FlowKernel
{
    public static (FlowState State, Effects Effects) Step(Graph graph, FlowState state, FlowInput input)
    {
        if (state.Status != (input is FlowInput.Started ? FlowStatus.New : FlowStatus.Running))
            return (state, Effects.Refused(input is FlowInput.Started ? FlowRefusal.AlreadyStarted : FlowRefusal.NotRunning));
        var walk = new Walk(graph, state);
        var refusal = walk.Take(input);
        return refusal == FlowRefusal.None ? walk.Finish() : (state, Effects.Refused(refusal));
    }
}
