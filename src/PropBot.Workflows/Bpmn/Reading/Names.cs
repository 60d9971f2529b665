using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>The namespaces of a BPMN 2.0 file (OMG formal/2011-01-03), and ours.</summary>
internal static class Names
{
    public static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Diagram = "http://www.omg.org/spec/BPMN/20100524/DI";
    public static readonly XNamespace Bounds = "http://www.omg.org/spec/DD/20100524/DC";
    public static readonly XNamespace Lines = "http://www.omg.org/spec/DD/20100524/DI";
    public static readonly XNamespace Schema = "http://www.w3.org/2001/XMLSchema-instance";
    public static readonly XNamespace Ours = "http://propbot/bpmn/1.0";

    /// <summary>What a modeler notes about itself on the root; no engine reads it.</summary>
    public static readonly XNamespace Modeler = "http://camunda.org/schema/modeler/1.0";

    public static readonly XName Definitions = Model + "definitions";
    public static readonly XName Process = Model + "process";
    public static readonly XName Flow = Model + "sequenceFlow";
    public static readonly XName SubProcess = Model + "subProcess";
    public static readonly XName Extensions = Model + "extensionElements";
    public static readonly XName Condition = Model + "conditionExpression";
    public static readonly XName DiagramRoot = Diagram + "BPMNDiagram";

    public static string Text(this XElement element, string attribute) => (string?)element.Attribute(attribute) ?? "";
}
