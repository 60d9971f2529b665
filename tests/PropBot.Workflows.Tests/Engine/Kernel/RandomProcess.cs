using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Tests.Engine.Kernel;

/// <summary>A process out of nested blocks, each with one way in and one way out, so that no token can get lost by the drawing itself.</summary>
internal sealed class RandomProcess
{
    private readonly Random dice;
    private readonly Sketch sketch = Sketch.Of();
    private int made;

    private RandomProcess(int seed) => dice = new Random(seed);

    public static Graph Of(int seed)
    {
        var draw = new RandomProcess(seed);
        draw.sketch.Start("start").End("end", "end");
        var (into, from) = draw.Block(null, 3);
        draw.sketch.Line("start", into).Line(from, "end");
        if (draw.dice.Next(3) == 0)
            draw.sketch.EventSub("killed", "kill", "kill", draw.dice.Next(2) == 0).Action("undo", "killed").End("off", "", "killed").Line("kill", "undo", "off");
        return draw.sketch.Graph;
    }

    private string Name(string kind) => $"{kind}{++made}";

    private (string Into, string From) Block(string? scope, int depth) => dice.Next(depth > 0 ? 11 : 6) switch
    {
        0 => Single(Name("act"), id => sketch.Action(id, scope)),
        1 => Single(Name("timer"), id => sketch.Timer(id, "PT1M", scope: scope)),
        2 => Single(Name("message"), id => sketch.Event(id, dice.Next(2) == 0 ? NodeKind.MessageCatch : NodeKind.ReceiveTask, "m", "k", scope)),
        3 => Single(Name("signal"), id => sketch.Event(id, NodeKind.SignalCatch, "s", scope: scope)),
        4 => Asked(scope),
        5 => Single(Name("call"), id => sketch.Call(id, "other", scope)),
        6 or 7 => Sequence(scope, depth),
        8 => Parallel(scope, depth),
        9 => dice.Next(2) == 0 ? Choice(scope, depth) : Race(scope, depth),
        _ => dice.Next(2) == 0 ? Sub(scope, depth) : Loop(scope, depth),
    };

    private (string Into, string From) Single(string id, Action<string> draw)
    {
        draw(id);
        return (id, id);
    }

    private (string Into, string From) Sequence(string? scope, int depth)
    {
        var (one, other) = (Block(scope, depth - 1), Block(scope, depth - 1));
        sketch.Line(one.From, other.Into);
        return (one.Into, other.From);
    }

    private (string Into, string From) Between(string split, string merge, NodeKind kind, string? scope, int depth, Action<string, string, int> enter)
    {
        sketch.Node(split, kind, scope).Node(merge, kind == NodeKind.Parallel ? NodeKind.Parallel : NodeKind.Exclusive, scope);
        for (var branch = 0; branch < dice.Next(2, 4); branch++)
        {
            var (into, from) = Block(scope, depth - 1);
            enter(split, into, branch);
            sketch.Line(from, merge);
        }

        return (split, merge);
    }

    private (string Into, string From) Parallel(string? scope, int depth) =>
        Between(Name("fork"), Name("join"), NodeKind.Parallel, scope, depth, (split, into, _) => sketch.Line(split, into));

    private (string Into, string From) Choice(string? scope, int depth)
    {
        var block = Between(Name("which"), Name("merge"), NodeKind.Exclusive, scope, depth, (split, into, branch) =>
            sketch.Flow(split, into, when: branch == 0 ? null : "ok", id: $"{split}.{branch}"));
        sketch.Default(block.Into, $"{block.Into}.0");
        return block;
    }

    private (string Into, string From) Race(string? scope, int depth)
    {
        return Between(Name("race"), Name("merge"), NodeKind.EventBased, scope, depth, (split, into, branch) =>
        {
            var (catcher, _) = branch == 0
                ? Single(Name("late"), id => sketch.Timer(id, "PT5S", scope: scope))
                : Single(Name("heard"), id => sketch.Event(id, NodeKind.MessageCatch, "m", $"k{branch}", scope));
            sketch.Line(split, catcher, into);
        });
    }

    private (string Into, string From) Loop(string? scope, int depth)
    {
        var (merge, again) = (Name("merge"), Name("again"));
        sketch.Node(merge, NodeKind.Exclusive, scope).Node(again, NodeKind.Exclusive, scope);
        var (into, from) = Block(scope, depth - 1);
        var (rest, _) = Single(Name("act"), id => sketch.Action(id, scope));
        sketch.Line(merge, into).Line(from, rest, again).Flow(again, merge, when: "again");
        var (after, out1) = Single(Name("act"), id => sketch.Action(id, scope));
        sketch.Flow(again, after, id: again + ".out").Default(again, again + ".out");
        return (merge, out1);
    }

    private (string Into, string From) Asked(string? scope)
    {
        var (task, merge, lapse) = (Name("ask"), Name("merge"), Name("lapse"));
        sketch.Task(task, dice.Next(2) == 0 ? TaskSpec.Approval : TaskSpec.Choice, dice.Next(1, 3), scope).On(task, lapse, "PT15M").Node(merge, NodeKind.Exclusive, scope);
        sketch.Line(task, merge).Line(lapse, merge);
        if (dice.Next(2) == 0) Reminder(task, scope);
        return (task, merge);
    }

    private void Reminder(string task, string? scope)
    {
        var (remind, mail, end) = (Name("remind"), Name("act"), Name("end"));
        sketch.On(task, remind, "R3/PT5M", interrupting: false, TimerKind.Cycle).Action(mail, scope).End(end, "", scope).Line(remind, mail, end);
    }

    private (string Into, string From) Sub(string? scope, int depth)
    {
        var (sub, start, end, merge) = (Name("sub"), Name("start"), Name("end"), Name("merge"));
        sketch.Node(sub, NodeKind.SubProcess, scope).Start(start, sub).End(end, dice.Next(2) == 0 ? "ok" : "", sub, dice.Next(4) == 0 ? NodeKind.TerminateEnd : NodeKind.End)
            .Node(merge, NodeKind.Exclusive, scope).OnError(sub, Name("caught"), dice.Next(2) == 0 ? "BAD" : null).OnEvent(sub, Name("stopped"), NodeKind.BoundarySignal, "s");
        var (into, from) = Block(sub, depth - 1);
        sketch.Line(start, into).Line(from, end).Line(sub, merge);
        foreach (var boundary in sketch.Graph.Boundaries(sub).ToList()) sketch.Line(boundary.Id, merge);
        if (dice.Next(3) == 0)
        {
            var (inner, heard, act, off) = (Name("killed"), Name("kill"), Name("undo"), Name("off"));
            sketch.EventSub(inner, heard, "kill", dice.Next(2) == 0, sub).Action(act, inner).End(off, "", inner).Line(heard, act, off);
        }

        return (sub, merge);
    }
}
