using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>Holds every element, attribute and text of the model against <see cref="Subset"/>.</summary>
internal static class SubsetCheck
{
    public static void Check(XElement element, Objections objections)
    {
        var form = Subset.Forms[element.Name.LocalName];
        foreach (var attribute in element.Attributes()) CheckAttribute(element, attribute, form, objections);
        CheckText(element, form, objections);
        if (element.Name == Names.Extensions) return;
        foreach (var child in element.Elements())
        {
            if (IsDrawing(element, child)) continue;
            if (child.Name.Namespace == Names.Model && form.Children.Contains(child.Name.LocalName)) Check(child, objections);
            else objections.Add(child, RefusalCodes.Element, $"{child.Name.LocalName} inside {element.Name.LocalName} is outside the subset", Instead(child.Name.LocalName));
        }
    }

    private static bool IsDrawing(XElement parent, XElement child) => parent.Name == Names.Definitions && child.Name == Names.DiagramRoot;

    private static void CheckAttribute(XElement element, XAttribute attribute, Form form, Objections objections)
    {
        if (attribute.IsNamespaceDeclaration || IsNoise(element, attribute)) return;
        var name = attribute.Name.LocalName;
        if (attribute.Name.Namespace != XNamespace.None || !form.Attributes.TryGetValue(name, out var values))
        {
            objections.Add(element, RefusalCodes.Attribute, $"the attribute {Objections.Short(name)} of {element.Name.LocalName} is outside the subset", "leave it out");
            return;
        }

        if (values.Length > 0 && !values.Contains(attribute.Value))
        {
            objections.Add(
                element, RefusalCodes.Attribute, $"{name}=\"{Objections.Short(attribute.Value)}\" is outside the subset", $"{name}: {string.Join(" or ", values)}");
        }
    }

    // xsi:type says that an expression is an expression; schemaLocation and the modeler's own notes say nothing.
    private static bool IsNoise(XElement element, XAttribute attribute) =>
        (attribute.Name == Names.Schema + "type" && attribute.Value.Split(':')[^1] == "tFormalExpression" && Subset.Forms[element.Name.LocalName].HasText)
        || (element.Name == Names.Definitions && (attribute.Name == Names.Schema + "schemaLocation" || attribute.Name.Namespace == Names.Modeler));

    private static void CheckText(XElement element, Form form, Objections objections)
    {
        if (form.HasText || element.Nodes().OfType<XText>().All(text => string.IsNullOrWhiteSpace(text.Value))) return;
        objections.Add(element, RefusalCodes.Text, $"{element.Name.LocalName} holds text", "elements only");
    }

    private static string Instead(string word) => word switch
    {
        "scriptTask" => "a service task with an action: C# decides, the diagram routes",
        "task" or "manualTask" => "a service task with an action, or a user task with terms",
        "inclusiveGateway" or "complexGateway" => "an exclusive or a parallel gateway",
        "standardLoopCharacteristics" => "a drawn loop that passes a wait",
        "multiInstanceLoopCharacteristics" => "only a user task may ask several people",
        "collaboration" or "laneSet" => "one process without pools and lanes",
        "transaction" or "adHocSubProcess" => "an embedded subprocess",
        "compensateEventDefinition" or "escalationEventDefinition" or "cancelEventDefinition" or "conditionalEventDefinition" or "linkEventDefinition"
            => "a timer, message, signal or error event",
        _ => "leave it out",
    };
}
