using System.Text.Json;
using PropBot.Trading.Control;

namespace PropBot.Web.Tests.Actions;

/// <summary>The doors of the mandate (R20): two give it, one takes it; the overview says how things stand in the predecessor's words.</summary>
public sealed class AutopilotTests
{
    private const string Reason = """{"reason":"nights"}""";

    [Fact]
    public async Task two_people_arm_it_and_the_overview_shows_until_when()
    {
        await using var lobby = await Permitted();
        var asked = await lobby.Who("a").Post("/api/ui/autopilot/arm-request", Reason);
        Assert.Equal((202, "pending"), (asked.Status, asked.At("status")));
        Assert.Contains("bound_to", asked.At("request", "preview"), StringComparison.Ordinal);
        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post("/api/ui/autopilot/arm-confirm", Confirm(asked))));
        Assert.Equal((401, "invalid_token"), Of(await lobby.Who("b").Post("/api/ui/autopilot/arm-confirm", Confirm(asked, "wrong"))));
        Assert.Equal("false", (await Overview(lobby)).At("autopilot", "armed"));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/autopilot/arm-confirm", Confirm(asked))).Status);
        var overview = await Overview(lobby);
        Assert.Equal(("true", "enabled", "null"), (overview.At("autopilot", "armed"), overview.At("autopilot_status"), overview.At("last_autopilot_action")));
        Assert.Equal(("operator-a", "operator-b"), (overview.At("autopilot", "mandate", "requested_by"), overview.At("autopilot", "mandate", "approved_by")));
        Assert.Equal((409, "autopilot_already_armed"), Of(await lobby.Who("a").Post("/api/ui/autopilot/arm-request", Reason)));
    }

    [Fact]
    public async Task one_operator_ends_it_at_once_also_by_the_shared_token_and_a_second_time_there_is_nothing_to_end()
    {
        foreach (var who in new[] { "a", "api" })
        {
            await using var lobby = await Armed();
            Assert.Equal(200, (await lobby.Who(who).Post("/api/ui/autopilot/disarm")).Status);
            Assert.Equal("false", (await Overview(lobby)).At("autopilot", "armed"));
            Assert.Equal((409, "autopilot_not_armed"), Of(await lobby.Who("a").Post("/api/ui/autopilot/disarm")));
            Assert.Contains(lobby.Ledger.Audits(), row => row.Contains("AUTOPILOT_DISARMED", StringComparison.Ordinal));
            Assert.Equal(202, (await lobby.Who("b").Post("/api/ui/autopilot/arm-request", Reason)).Status);
        }
    }

    [Fact]
    public async Task a_configuration_that_moves_between_request_and_confirm_is_not_the_one_that_was_shown()
    {
        await using var lobby = await Permitted();
        var asked = await lobby.Who("a").Post("/api/ui/autopilot/arm-request", Reason);
        lobby.Desk.Set(s => s with { Control = s.Control with { OrderNotionalUsdt = 50_000m } });
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post("/api/ui/autopilot/arm-confirm", Confirm(asked))));
        Assert.Equal("false", (await Overview(lobby)).At("autopilot", "armed"));
    }

    [Fact]
    public async Task it_is_not_given_where_it_is_not_permitted_the_account_is_unknown_or_something_blocks()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((409, "autopilot_disabled"), Of(await lobby.Who("a").Post("/api/ui/autopilot/arm-request", Reason)));
        lobby.Desk.Set(s => s with { Autopilot = s.Autopilot with { Permitted = true } });
        Assert.Equal((409, "account_unknown"), Of(await lobby.Who("a").Post("/api/ui/autopilot/arm-request", Reason)));
        await Stamp(lobby);
        lobby.Desk.Set(s => s with { Blocks = [new Block("desync", "they differ")] });
        var refused = await lobby.Who("a").Post("/api/ui/autopilot/arm-request", Reason);
        Assert.Contains("desync", refused.Text, StringComparison.Ordinal);
        Assert.True(refused.Status is 400 or 409, refused.Text);
    }

    [Fact]
    public async Task the_overview_has_the_predecessors_three_fields_in_its_words()
    {
        await using var lobby = await Lobby.Open();
        var off = await Overview(lobby);
        Assert.Equal(("disabled", "disabled", "autopilot_disabled"), (off.At("autopilot_status"), off.At("last_autopilot_action"), off.At("last_autopilot_reason")));
        lobby.Desk.Set(s => s with { Autopilot = s.Autopilot with { Permitted = true } });
        await Refused(lobby, "desync, partial_hedge");
        var on = await Overview(lobby);
        Assert.Equal(("enabled", "refused", "desync, partial_hedge"), (on.At("autopilot_status"), on.At("last_autopilot_action"), on.At("last_autopilot_reason")));
    }

    [Theory]
    [InlineData("en", "Autopilot armed", "Autopilot refused")]
    [InlineData("ru", "Автопилот взведён", "Автопилот отказался")]
    public async Task the_start_page_shows_a_yellow_block_while_armed_and_a_red_one_when_refused(string language, string armed, string refused)
    {
        await using var lobby = await Armed(language);
        var page = await Page(lobby);
        Assert.Contains("class=\"autopilot armed\"", page, StringComparison.Ordinal);
        Assert.Contains(armed, page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"autopilot refused\"", page, StringComparison.Ordinal);
        await Refused(lobby, "desync");
        page = await Page(lobby);
        Assert.Contains("class=\"autopilot refused\"", page, StringComparison.Ordinal);
        Assert.Contains(refused, page, StringComparison.Ordinal);
    }

    private static async Task<Lobby> Permitted(string language = "en")
    {
        var lobby = await Lobby.Open(options => options with { Language = language });
        lobby.Desk.Set(s => s with { Autopilot = s.Autopilot with { Permitted = true } });
        await Stamp(lobby);
        return lobby;
    }

    private static async Task<Lobby> Armed(string language = "en")
    {
        var lobby = await Permitted(language);
        var asked = await lobby.Who("a").Post("/api/ui/autopilot/arm-request", Reason);
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/autopilot/arm-confirm", Confirm(asked))).Status);
        return lobby;
    }

    private static Task Refused(Lobby lobby, string reasons) => lobby.Ledger.Write(tx =>
        tx.Execute("INSERT INTO autopilot_note (at, action, reason, boot_id) VALUES (?1, 'refused', ?2, 'boot-1')", lobby.Clock.GetUtcNow(), reasons));

    private static Task Stamp(Lobby lobby) => lobby.Ledger.Write(tx => tx.Execute("INSERT INTO meta (key, value) VALUES ('account:binance', '1'), ('account:okx', '2')"));

    private static Task<Lobby.Reply> Overview(Lobby lobby) => lobby.Who("viewer").Get("/api/ui/status/overview");

    private static async Task<string> Page(Lobby lobby) => System.Net.WebUtility.HtmlDecode((await lobby.Who("a").Get("/")).Text);

    private static string Confirm(Lobby.Reply asked, string token = Lobby.ApproveToken) => JsonSerializer.Serialize(new { request_id = asked.At("request_id"), token });

    private static (int, string) Of(Lobby.Reply reply) => (reply.Status, reply.Detail);
}
