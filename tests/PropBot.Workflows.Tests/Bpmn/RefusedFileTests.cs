using System.Text;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Tests.Bpmn;

/// <summary>One change to a sound file, and what is said about it.</summary>
public sealed class RefusedFileTests
{
    private const string Task = "<bpmn:businessRuleTask id=\"check\" name=\"Check what stands in the way\">";

    [Theory]
    [InlineData("<bpmn:endEvent id=\"blocked\"", "<bpmn:scriptTask id=\"s\" /><bpmn:endEvent id=\"blocked\"", RefusalCodes.Element, "s")]
    [InlineData("<bpmn:endEvent id=\"blocked\"", "<bpmn:inclusiveGateway id=\"s\" /><bpmn:endEvent id=\"blocked\"", RefusalCodes.Element, "s")]
    [InlineData("<bpmn:endEvent id=\"blocked\"", "<bpmn:task id=\"s\" /><bpmn:endEvent id=\"blocked\"", RefusalCodes.Element, "s")]
    [InlineData("<bpmn:endEvent id=\"blocked\"", "<bpmn:laneSet id=\"s\" /><bpmn:endEvent id=\"blocked\"", RefusalCodes.Element, "s")]
    [InlineData("<bpmn:endEvent id=\"blocked\"", "<bpmn:dataObject id=\"s\" /><bpmn:endEvent id=\"blocked\"", RefusalCodes.Element, "s")]
    [InlineData("<bpmn:endEvent id=\"blocked\"", "<x:thing xmlns:x=\"urn:x\" /><bpmn:endEvent id=\"blocked\"", RefusalCodes.Element, "resume")]
    [InlineData("<bpmn:process id", "<bpmn:collaboration id=\"s\" /><bpmn:process id", RefusalCodes.Element, "s")]
    [InlineData(Task, Task + "<bpmn:standardLoopCharacteristics id=\"s\" />", RefusalCodes.Element, "s")]
    [InlineData(Task, Task + "<bpmn:multiInstanceLoopCharacteristics id=\"s\" />", RefusalCodes.Element, "s")]
    [InlineData("<bpmn:businessRuleTask id=\"check\"", "<bpmn:businessRuleTask id=\"check\" isForCompensation=\"true\"", RefusalCodes.Attribute, "check")]
    [InlineData("<bpmn:businessRuleTask id=\"check\"", "<bpmn:businessRuleTask id=\"check\" implementation=\"x\"", RefusalCodes.Attribute, "check")]
    [InlineData("<bpmn:businessRuleTask id=\"check\"", "<bpmn:businessRuleTask id=\"check\" xmlns:z=\"urn:z\" z:topic=\"x\"", RefusalCodes.Attribute, "check")]
    [InlineData("isExecutable=\"true\"", "isExecutable=\"false\"", RefusalCodes.Attribute, "resume")]
    [InlineData("isExecutable=\"true\"", "", RefusalCodes.Attribute, "resume")]
    [InlineData("id=\"definitions_resume\"", "id=\"definitions_resume\" expressionLanguage=\"urn:js\"", RefusalCodes.Attribute, "definitions_resume")]
    [InlineData("<bpmn:conditionExpression ", "<bpmn:conditionExpression language=\"js\" ", RefusalCodes.Attribute, "checked_to_cause_missing")]
    [InlineData("=outcome = \"clear\"", "=outcome != \"clear\"", RefusalCodes.Condition, "checked_to_decide")]
    [InlineData("=outcome = \"clear\"", "${outcome == 'clear'}", RefusalCodes.Condition, "checked_to_decide")]
    [InlineData("=outcome = \"clear\"", "=outcome = \"cause_missing\"", RefusalCodes.Wiring, "checked")]
    [InlineData("default=\"checked_to_blocked\"", "", RefusalCodes.Wiring, "checked")]
    [InlineData("default=\"checked_to_blocked\"", "default=\"decided_to_rejected\"", RefusalCodes.Wiring, "checked")]
    [InlineData("<propbot:action name=\"desk.resume-blocks\">", "<propbot:action name=\"run this\">", RefusalCodes.Terms, "check")]
    [InlineData("<propbot:action name=\"desk.resume-blocks\">", "<propbot:action name=\"desk.resume-blocks\" async=\"true\">", RefusalCodes.Extension, "check")]
    [InlineData("<propbot:input name=\"root_cause\" value=\"=root_cause\" />", "<propbot:input name=\"root_cause\" value=\"=root_cause + 1\" />", RefusalCodes.Terms, "check")]
    [InlineData("<propbot:input name=\"root_cause\" value=\"=root_cause\" />", "<propbot:script>x</propbot:script>", RefusalCodes.Extension, "check")]
    [InlineData("<propbot:action name=\"desk.resume-blocks\">", "<zeebe:taskDefinition xmlns:zeebe=\"urn:z\" type=\"x\" /><propbot:action name=\"desk.resume-blocks\">", RefusalCodes.Extension, "check")]
    [InlineData("role=\"operator\"", "role=\"viewer\"", RefusalCodes.Terms, "decide")]
    [InlineData("kind=\"approval\"", "kind=\"form\"", RefusalCodes.Terms, "decide")]
    [InlineData("kind=\"approval\"", "kind=\"approval\" needed=\"2\"", RefusalCodes.Terms, "decide")]
    [InlineData("kind=\"approval\"", "kind=\"approval\" requester=\"anybody\"", RefusalCodes.Terms, "decide")]
    [InlineData("outcomes=\"approve reject withdraw\"", "outcomes=\"approve\"", RefusalCodes.Terms, "decide")]
    [InlineData("PT15M", "15 minutes", RefusalCodes.Timer, "time_over_timer")]
    [InlineData("PT15M", "P1M", RefusalCodes.Timer, "time_over_timer")]
    [InlineData("PT15M", "PT0S", RefusalCodes.Timer, "time_over_timer")]
    [InlineData("sourceRef=\"requested\" targetRef=\"check\"", "sourceRef=\"requested\" targetRef=\"nowhere\"", RefusalCodes.Reference, "requested_to_check")]
    [InlineData("<bpmn:outgoing>requested_to_check</bpmn:outgoing>", "<bpmn:outgoing>check_to_checked</bpmn:outgoing>", RefusalCodes.Reference, "requested")]
    [InlineData("messageRef=\"message_permit_used\"", "messageRef=\"message_other\"", RefusalCodes.Reference, "permit_used_message")]
    [InlineData("messageRef=\"message_permit_used\"", "messageRef=\"signal_run_entered\"", RefusalCodes.Reference, "permit_used_message")]
    [InlineData("attachedToRef=\"decide\"", "attachedToRef=\"checked\"", RefusalCodes.Wiring, "time_over")]
    [InlineData("id=\"cause_missing\"", "id=\"blocked\"", RefusalCodes.Id, "blocked")]
    [InlineData("bpmnElement=\"check\"", "bpmnElement=\"other\"", RefusalCodes.Drawing, "check")]
    [InlineData("bpmnElement=\"requested_to_check\"", "bpmnElement=\"other\"", RefusalCodes.Drawing, "requested_to_check")]
    [InlineData("<bpmn:definitions ", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><bpmn:definitions ", RefusalCodes.NotXml, "")]
    [InlineData("bpmn:definitions", "bpmn:definition", RefusalCodes.NotBpmn, "definitions_resume")]
    public void it_is_refused_with_its_reason_and_its_place(string old, string now, string code, string element)
    {
        var xml = Files.Text("resume");
        Assert.Contains(old, xml, StringComparison.Ordinal);

        var parsed = Files.Parse(code == RefusalCodes.NotBpmn ? xml.Replace(old, now) : ReplaceFirst(xml, old, now));

        Assert.Empty(parsed.Graphs);
        Assert.Contains(parsed.Refusals, r => r.Code == code && r.Element == element);
        Assert.All(parsed.Refusals, r => Assert.True(r.What.Length > 5 && r.Right.Length > 3 && r.Name.Length > 0));
    }

    [Fact]
    public void several_mistakes_are_told_at_once()
    {
        var xml = ReplaceFirst(ReplaceFirst(Files.Text("resume"), "role=\"operator\"", "role=\"viewer\""), "PT15M", "soon");
        Assert.True(Files.Parse(xml).Refusals.Length >= 2);
    }

    [Fact]
    public void documentation_annotations_colours_and_a_modelers_own_notes_change_nothing()
    {
        var xml = ReplaceFirst(Files.Text("resume"), "<bpmn:endEvent id=\"blocked\"",
            "<bpmn:textAnnotation id=\"note\"><bpmn:text>mind the gap</bpmn:text></bpmn:textAnnotation><bpmn:association id=\"line\" sourceRef=\"check\" targetRef=\"note\" /><bpmn:endEvent id=\"blocked\"");
        xml = ReplaceFirst(xml, "<bpmn:definitions ", "<bpmn:definitions xmlns:modeler=\"http://camunda.org/schema/modeler/1.0\" modeler:executionPlatform=\"none\" exporter=\"x\" exporterVersion=\"1\" ");
        xml = ReplaceFirst(xml, "<bpmndi:BPMNShape ", "<bpmndi:BPMNShape xmlns:c=\"urn:colour\" c:fill=\"#fff\" ");
        var parsed = Files.Parse(xml);
        Assert.Empty(parsed.Refusals);
        Assert.True(GraphDiff.Between(Files.Graph("resume"), parsed.Graphs[0]).None);
    }

    [Fact]
    public void a_file_that_is_too_large_or_too_deep_is_refused_before_it_is_read()
    {
        Assert.Equal(RefusalCodes.TooLarge, Assert.Single(BpmnParser.Parse(new byte[(1 << 20) + 1]).Refusals).Code);
        var deep = string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000));
        Assert.Equal(RefusalCodes.TooLarge, Assert.Single(Files.Parse(deep).Refusals).Code);
        Assert.Equal(RefusalCodes.TooLarge, Assert.Single(Files.Parse("<a>" + string.Concat(Enumerable.Repeat("<b/>", 20_000)) + "</a>").Refusals).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<a>")]
    public void what_is_not_xml_is_refused(string text) => Assert.Equal(RefusalCodes.NotXml, Assert.Single(BpmnParser.Parse(Encoding.UTF8.GetBytes(text)).Refusals).Code);

    private static string ReplaceFirst(string text, string old, string now)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + now + text[(at + old.Length)..];
    }
}
