using System.Collections.Frozen;

namespace PropBot.Workflows.Bpmn.Reading;

/// <param name="Attributes">Name → the only values it may have; an empty list = any.</param>
/// <param name="Children">BPMN elements that may stand inside.</param>
internal sealed record Form(FrozenDictionary<string, string[]> Attributes, FrozenSet<string> Children, bool HasText);

/// <summary>
/// The part of BPMN 2.0 that is run (design/workflows §2), as one table. What is not in it is refused: a construct that is silently
/// dropped changes what a diagram means.
/// </summary>
internal static class Subset
{
    private const string Named = "id name";
    private const string Plain = "documentation extensionElements";
    private const string Joined = Plain + " incoming outgoing";

    // Attributes of an activity that would mean something else are allowed at their default only, where tools write defaults out.
    private const string Activity = Named + " isForCompensation=false startQuantity=1 completionQuantity=1";

    private const string Inside =
        "startEvent endEvent serviceTask sendTask businessRuleTask userTask receiveTask callActivity exclusiveGateway parallelGateway "
        + "eventBasedGateway intermediateCatchEvent intermediateThrowEvent boundaryEvent subProcess sequenceFlow textAnnotation association";

    private const string Direction = " gatewayDirection=Unspecified|Converging|Diverging|Mixed";

    public static readonly FrozenDictionary<string, Form> Forms = new Dictionary<string, Form>
    {
        ["definitions"] = New("id name targetNamespace exporter exporterVersion", "documentation process message signal error"),
        ["process"] = New(Named + " isExecutable=true processType=None isClosed=false", Plain + " " + Inside),
        ["message"] = New(Named, "documentation"),
        ["signal"] = New(Named, "documentation"),
        ["error"] = New(Named + " errorCode", "documentation"),
        ["documentation"] = New("id textFormat=text/plain", "", text: true),
        ["textAnnotation"] = New("id textFormat=text/plain", "documentation text"),
        ["text"] = New("", "", text: true),
        ["association"] = New("id sourceRef targetRef associationDirection=None", "documentation"),
        ["extensionElements"] = New("", ""),
        ["incoming"] = New("", "", text: true),
        ["outgoing"] = New("", "", text: true),
        ["startEvent"] = New(
            Named + " isInterrupting=true|false parallelMultiple=false", Joined + " messageEventDefinition signalEventDefinition timerEventDefinition"),
        ["endEvent"] = New(Named, Joined + " terminateEventDefinition errorEventDefinition messageEventDefinition"),
        ["intermediateCatchEvent"] = New(Named + " parallelMultiple=false", Joined + " timerEventDefinition messageEventDefinition signalEventDefinition"),
        ["intermediateThrowEvent"] = New(Named, Joined + " messageEventDefinition signalEventDefinition"),
        ["boundaryEvent"] = New(
            Named + " attachedToRef cancelActivity=true|false parallelMultiple=false",
            Joined + " timerEventDefinition messageEventDefinition signalEventDefinition errorEventDefinition"),
        ["messageEventDefinition"] = New("id messageRef", ""),
        ["signalEventDefinition"] = New("id signalRef", ""),
        ["errorEventDefinition"] = New("id errorRef", ""),
        ["terminateEventDefinition"] = New("id", ""),
        ["timerEventDefinition"] = New("id", "timeDate timeDuration timeCycle"),
        ["timeDate"] = New("id", "", text: true),
        ["timeDuration"] = New("id", "", text: true),
        ["timeCycle"] = New("id", "", text: true),
        ["serviceTask"] = New(Activity, Joined),
        ["sendTask"] = New(Activity, Joined),
        ["businessRuleTask"] = New(Activity, Joined),
        ["userTask"] = New(Activity, Joined + " multiInstanceLoopCharacteristics"),
        ["multiInstanceLoopCharacteristics"] = New("id isSequential=false behavior=All", "loopCardinality"),
        ["loopCardinality"] = New("id", "", text: true),
        ["receiveTask"] = New(Activity + " messageRef instantiate=false", Joined),
        ["callActivity"] = New(Activity + " calledElement", Joined),
        ["subProcess"] = New(Activity + " triggeredByEvent=true|false", Joined + " " + Inside),
        ["exclusiveGateway"] = New(Named + " default" + Direction, Joined),
        ["parallelGateway"] = New(Named + Direction, Joined),
        ["eventBasedGateway"] = New(Named + " instantiate=false eventGatewayType=Exclusive" + Direction, Joined),
        ["sequenceFlow"] = New(Named + " sourceRef targetRef", Plain + " conditionExpression"),
        ["conditionExpression"] = New("id", "", text: true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Form New(string attributes, string children, bool text = false) => new(
        Split(attributes).Select(a => a.Split('=', 2)).ToFrozenDictionary(a => a[0], a => a.Length == 1 ? [] : a[1].Split('|'), StringComparer.Ordinal),
        Split(children).ToFrozenSet(StringComparer.Ordinal),
        text);

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
