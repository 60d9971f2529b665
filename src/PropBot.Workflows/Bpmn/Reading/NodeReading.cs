using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>One flow node of the model to one <see cref="Node"/>.</summary>
internal static class NodeReading
{
    private static readonly string[] NoTerms = [];
    private static readonly string[] KeyTerms = ["correlation"];

    public static bool IsNode(XElement element) =>
        element.Name.Namespace == Names.Model && element.Name.LocalName is not ("sequenceFlow" or "textAnnotation" or "association")
        && Subset.Forms["subProcess"].Children.Contains(element.Name.LocalName)
        && element.Name.LocalName is not ("documentation" or "extensionElements" or "incoming" or "outgoing");

    public static Node Read(XElement element, string? scope, References references, Objections objections)
    {
        var node = new Node { Id = element.Text("id"), Name = element.Text("name").ReplaceLineEndings(" "), Kind = NodeKind.Start, Scope = scope };
        return element.Name.LocalName switch
        {
            "startEvent" or "endEvent" or "intermediateCatchEvent" or "intermediateThrowEvent" or "boundaryEvent"
                => EventReading.Read(element, node, references, objections),
            "serviceTask" or "sendTask" or "businessRuleTask" => Action(element, node, objections),
            "userTask" => UserTask(element, node, objections),
            "receiveTask" => Receive(element, node, references, objections),
            "callActivity" => Call(element, node, objections),
            "subProcess" => SubProcess(element, node, objections),
            _ => Gateway(element, node, objections),
        };
    }

    /// <summary>Checks that only terms with a meaning stand on the element.</summary>
    public static void CheckTerms(XElement element, bool message, Objections objections) => Terms.Check(element, message ? KeyTerms : NoTerms, objections);

    private static Node Action(XElement element, Node node, Objections objections)
    {
        Terms.Check(element, ["action"], objections);
        var (action, inputs) = Terms.Action(element, objections);
        return node with { Kind = NodeKind.Action, Action = action, Inputs = inputs };
    }

    private static Node UserTask(XElement element, Node node, Objections objections)
    {
        Terms.Check(element, ["task"], objections);
        var (task, inputs) = Terms.Task(element, objections);
        return node with { Kind = NodeKind.UserTask, Task = task, Inputs = inputs };
    }

    private static Node Receive(XElement element, Node node, References references, Objections objections)
    {
        CheckTerms(element, true, objections);
        return node with { Kind = NodeKind.ReceiveTask, Event = references.Name(element, "message", "messageRef"), Key = Terms.Key(element, objections) };
    }

    private static Node Call(XElement element, Node node, Objections objections)
    {
        Terms.Check(element, ["input"], objections);
        var called = element.Text("calledElement");
        if (called.Length is 0 or > 100) objections.Add(element, RefusalCodes.Reference, "the call names no process", "calledElement = id of a process");
        return node with { Kind = NodeKind.CallActivity, Called = called, Inputs = Terms.CallInputs(element, objections) };
    }

    private static Node SubProcess(XElement element, Node node, Objections objections)
    {
        Terms.Check(element, NoTerms, objections);
        if (element.Text("triggeredByEvent") != "true") return node with { Kind = NodeKind.SubProcess };
        var interrupting = element.Elements(Names.Model + "startEvent").All(start => start.Text("isInterrupting") != "false");
        return node with { Kind = NodeKind.EventSubProcess, Interrupting = interrupting };
    }

    private static Node Gateway(XElement element, Node node, Objections objections)
    {
        Terms.Check(element, NoTerms, objections);
        return element.Name.LocalName switch
        {
            "exclusiveGateway" => node with { Kind = NodeKind.Exclusive, DefaultFlow = (string?)element.Attribute("default") },
            "parallelGateway" => node with { Kind = NodeKind.Parallel },
            _ => node with { Kind = NodeKind.EventBased },
        };
    }
}
