using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Tests.Faults;

public class FaultTextTests
{
    [Theory]
    [InlineData("""{"venue":"binance","kind":"latency"}""", "latency_ms is missing")]
    [InlineData("""{"venue":"binance","kind":"latency","latency_ms":"soon"}""", "latency_ms is \"soon\"; it must be a whole number of milliseconds")]
    [InlineData("""{"venue":"bitmex","kind":"silent"}""", "venue is 'bitmex'; it must be one of binance, okx, *")]
    [InlineData("""{"venue":"okx","kind":"explode"}""", "kind is 'explode'; it must be one of latency, drop_request, drop_reply")]
    [InlineData("""{"venue":"okx","kind":"silent","latancy_ms":3}""", "latancy_ms is not known; the fields of kind silent are")]
    [InlineData("""{"venue":"okx","kind":"silent","latency_ms":3}""", "latency_ms does not belong to kind silent")]
    [InlineData("""{"venue":"okx","kind":"reply","reply":"429"}""", "reply is '429'; on okx it must be one of 50001")]
    [InlineData("""{"venue":"*","kind":"reply","reply":"429"}""", "a named reply belongs to one venue")]
    [InlineData("""{"venue":"okx","kind":"symbol_status","status":"asleep"}""", "status is \"asleep\"; it must be one of trading, post_only")]
    [InlineData("""{"venue":"okx","kind":"drop_reply","probability":1.5}""", "probability is 1.5; it must be a number above 0, at most 1")]
    [InlineData("""{"venue":"okx","kind":"tick_change"}""", "tick, step or min_quantity")]
    [InlineData("""{"venue":"okx","kind":"partial_fills"}""", "exactly one of them")]
    [InlineData("""{"kind":"silent"}""", "venue is ''")]
    [InlineData("""[1]""", "[0] is Number; a rule is an object")]
    [InlineData("""[]""", "0 rules")]
    [InlineData("nonsense", "not JSON")]
    public void a_malformed_rule_is_told_by_field_with_what_is_allowed(string json, string told)
    {
        var (rules, problems) = FaultText.Parse(json, venue: null);
        Assert.Empty(rules);
        Assert.Contains(problems, p => p.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void every_problem_of_an_array_names_its_place_and_one_spoils_all()
    {
        var (rules, problems) = FaultText.Parse("""[{"kind":"silent"},{"kind":"latency"}]""", "okx");
        Assert.Empty(rules);
        Assert.StartsWith("[1].latency_ms is missing", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void every_kind_can_be_written_and_read_back()
    {
        foreach (var form in FaultForms.All)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["reply"] = "\"50004\"",
                ["side"] = "\"sell\"",
                ["status"] = "\"post_only\"",
                ["book_side"] = "\"bid\"",
                ["hours"] = "4",
                ["rate"] = "0.001",
                ["keep"] = "0.5",
                ["share"] = "0.5",
            };
            var fields = form.Kind switch { FaultKind.PartialFills => ["share"], _ => form.Fields };
            var json = string.Join(',', fields.Select(f => $"\"{f}\":{values.GetValueOrDefault(f, "7")}"));
            var (rules, problems) = FaultText.Parse($$"""{"venue":"{{form.OnlyVenue ?? "okx"}}","kind":"{{FaultForms.Word(form.Kind)}}"{{(json.Length > 0 ? "," : "")}}{{json}}}""", null);
            Assert.Empty(problems);
            var again = FaultText.Parse(FaultText.Write(Assert.Single(rules)).ToJsonString(), null);
            Assert.Equal(rules, again.Rules);
            Assert.Equal(fields.Count, fields.Count(f => FaultFields.Of(f)!.Read(rules[0]) is not null));
        }
    }

    [Fact]
    public void every_kind_has_one_form_and_every_field_of_a_form_exists()
    {
        Assert.Equal(Enum.GetValues<FaultKind>().Order(), FaultForms.All.Select(f => f.Kind).Order());
        Assert.All(FaultForms.All.SelectMany(f => f.Fields.Concat(f.Needed)), name => Assert.NotNull(FaultFields.Of(name)));
    }

    [Fact]
    public void a_script_is_read_line_by_line_and_wrong_lines_are_named()
    {
        var rules = FaultScript.Parse(["# a plan", "", """{"venue":"okx","kind":"silent","at_ms":500}"""], "plan");
        Assert.Equal(TimeSpan.FromMilliseconds(500), Assert.Single(rules).At);

        var wrong = Assert.Throws<InvalidDataException>(() => FaultScript.Parse(["", """{"kind":"silent"}""", "{"], "plan"));
        Assert.Contains("plan line 2: venue is ''", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("plan line 3: The body is not JSON", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("POST *order", "POST /fapi/v1/order", true)]
    [InlineData("POST *order", "POST /fapi/v1/orders", false)]
    [InlineData("WS*place*", "WS order.place", true)]
    [InlineData("depth", "depth5", false)]
    [InlineData("ab*ba", "aba", false)]
    public void a_pattern_fits_as_written(string pattern, string name, bool fits) => Assert.Equal(fits, FaultPattern.Fits(pattern, name));
}
