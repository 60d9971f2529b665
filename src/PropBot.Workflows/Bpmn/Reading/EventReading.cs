using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>Start, end, catch, throw and boundary events.</summary>
internal static class EventReading
{
    /// <summary>A reminder that is not heard a hundred times will not be heard; one without end would fill the journal.</summary>
    private const int MostRounds = 100;

    public static Node Read(XElement element, Node node, References references, Objections objections)
    {
        var definitions = element.Elements().Where(e => e.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal)).ToList();
        if (definitions.Count > 1) objections.Add(element, RefusalCodes.EventDefinition, "several event definitions", "one");
        var definition = definitions.FirstOrDefault();
        var kind = Kind(element.Name.LocalName, definition?.Name.LocalName);
        if (kind is null)
        {
            objections.Add(element, RefusalCodes.EventDefinition, $"{element.Name.LocalName} without an event of the subset", "timer, message, signal; at a boundary also error");
            return node;
        }

        var isMessage = definition?.Name.LocalName == "messageEventDefinition";
        NodeReading.CheckTerms(element, isMessage, objections);
        node = node with
        {
            Kind = kind.Value,
            Interrupting = element.Text("cancelActivity") != "false" && element.Text("isInterrupting") != "false",
            AttachedTo = (string?)element.Attribute("attachedToRef"),
            Key = isMessage ? Terms.Key(element, objections) : null,
        };
        return definition is null ? node : Define(definition, node, references, objections);
    }

    private static Node Define(XElement definition, Node node, References references, Objections objections) => definition.Name.LocalName switch
    {
        "messageEventDefinition" => node with { Event = references.Name(definition, "message", "messageRef") },
        "signalEventDefinition" => node with { Event = references.Name(definition, "signal", "signalRef") },
        "errorEventDefinition" => node with { ErrorCode = Error(definition, node, references, objections) },
        "timerEventDefinition" => node with { Timer = Timer(definition, node, objections) },
        _ => node,
    };

    private static NodeKind? Kind(string element, string? definition) => (element, definition) switch
    {
        ("startEvent", null) => NodeKind.Start,
        ("startEvent", "messageEventDefinition") => NodeKind.MessageStart,
        ("startEvent", "signalEventDefinition") => NodeKind.SignalStart,
        ("startEvent", "timerEventDefinition") => NodeKind.TimerStart,
        ("endEvent", null) => NodeKind.End,
        ("endEvent", "terminateEventDefinition") => NodeKind.TerminateEnd,
        ("endEvent", "errorEventDefinition") => NodeKind.ErrorEnd,
        ("endEvent", "messageEventDefinition") => NodeKind.MessageEnd,
        ("intermediateCatchEvent", "timerEventDefinition") => NodeKind.TimerCatch,
        ("intermediateCatchEvent", "messageEventDefinition") => NodeKind.MessageCatch,
        ("intermediateCatchEvent", "signalEventDefinition") => NodeKind.SignalCatch,
        ("intermediateThrowEvent", "messageEventDefinition") => NodeKind.MessageThrow,
        ("intermediateThrowEvent", "signalEventDefinition") => NodeKind.SignalThrow,
        ("boundaryEvent", "timerEventDefinition") => NodeKind.BoundaryTimer,
        ("boundaryEvent", "messageEventDefinition") => NodeKind.BoundaryMessage,
        ("boundaryEvent", "signalEventDefinition") => NodeKind.BoundarySignal,
        ("boundaryEvent", "errorEventDefinition") => NodeKind.BoundaryError,
        _ => null,
    };

    private static string? Error(XElement definition, Node node, References references, Objections objections)
    {
        var code = references.ErrorCode(definition);
        if (node.Kind == NodeKind.ErrorEnd && definition.Attribute("errorRef") is null)
            objections.Add(definition, RefusalCodes.Reference, "an error end without an error", "errorRef = id of an error with an errorCode");
        return code;
    }

    private static TimerSpec? Timer(XElement definition, Node node, Objections objections)
    {
        var times = definition.Elements().Where(e => e.Name.LocalName.StartsWith("time", StringComparison.Ordinal)).ToList();
        TimerKind? kind = times.Count != 1 ? null : times[0].Name.LocalName switch
        {
            "timeDate" => TimerKind.Date,
            "timeDuration" => TimerKind.Duration,
            "timeCycle" => TimerKind.Cycle,
            _ => null,
        };
        var timer = kind is null ? null : new TimerSpec(kind.Value, times[0].Value.Trim());
        if (timer is not null && Readable(timer) && Fits(timer.Kind, node)) return timer;
        objections.Add(
            definition, RefusalCodes.Timer, $"\"{Objections.Short(timer?.Text ?? definition.Value.Trim())}\" is no time that can stand here",
            "a duration (PT15M, P7D), an instant with offset or =name of a variable; R3/PT5M only where the activity goes on; a process starts at an instant");
        return null;
    }

    private static bool Readable(TimerSpec timer) => Words.Reference(timer.Text) is not null
        || (TimerText.Read(timer.Kind, timer.Text) is { } plan && (timer.Kind == TimerKind.Date || plan.After > TimeSpan.Zero) && plan.Times is > 0 and <= MostRounds);

    private static bool Fits(TimerKind kind, Node node) => kind switch
    {
        TimerKind.Cycle => node is { Kind: NodeKind.BoundaryTimer, Interrupting: false },
        TimerKind.Duration => node.Kind != NodeKind.TimerStart || node.Scope is not null,
        _ => true,
    };
}
