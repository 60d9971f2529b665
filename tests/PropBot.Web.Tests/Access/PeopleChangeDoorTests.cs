using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Tests.Access;

/// <summary>Making people takes two (R12); the token of a new person is known to that person alone.</summary>
public sealed class PeopleChangeDoorTests
{
    private const string CarolsToken = "carols-own-token-that-nobody-else-has-seen";
    private static readonly string Add = Change("operator_added", new { name = "carol", role = "operator", token_sha256 = TokenHash.Of(CarolsToken).Hex });

    [Fact]
    public async Task a_third_operator_is_let_in_by_two_and_only_then()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        Assert.Contains("add a third", (await lobby.Who("a").Get("/api/ui/operators")).At("caution"), StringComparison.Ordinal);
        var asked = await lobby.Who("a").Post("/api/ui/operators/change-request", Add);
        Assert.Equal((202, "pending"), (asked.Status, asked.At("status")));
        Assert.Contains(TokenHash.Of(CarolsToken).Hex[..12], asked.At("request", "preview"), StringComparison.Ordinal);
        Assert.Equal(401, (await Carol(lobby).Get("/api/ui/positions")).Status);

        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post("/api/ui/operators/change-confirm", Confirm(asked))));
        Assert.Equal((401, "invalid_token"), Of(await lobby.Who("b").Post("/api/ui/operators/change-confirm", Confirm(asked, "wrong"))));
        Assert.Equal(401, (await Carol(lobby).Get("/api/ui/positions")).Status);
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/operators/change-confirm", Confirm(asked))).Status);

        Assert.Equal(200, (await Carol(lobby).Post("/api/ui/hold")).Status);
        Assert.Contains(lobby.Ledger.Audits(), row => row.StartsWith("operator-a, approved by operator-b OPERATOR_ADDED", StringComparison.Ordinal));
        Assert.Equal("null", (await lobby.Who("a").Get("/api/ui/operators")).At("caution"));
    }

    [Fact]
    public async Task a_token_is_nowhere_in_clear_and_one_that_is_sent_is_refused_as_exposed()
    {
        await using var lobby = await Lobby.Open();
        var sent = await lobby.Who("a").Post("/api/ui/operators/change-request", Change("token_issued", new { name = "viewer", token = CarolsToken }));
        Assert.Equal(422, sent.Status);
        Assert.Contains("make another token", sent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(CarolsToken, sent.Text, StringComparison.Ordinal);
        await Both(lobby, Add);
        Assert.Contains(TokenHash.Of(CarolsToken).Hex, Everything(lobby), StringComparison.Ordinal);
        Assert.DoesNotContain(CarolsToken, Everything(lobby), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_bot_token_is_sealed_before_it_is_written_anywhere()
    {
        const string bot = "123456:the-bot-token-of-the-test";
        await using var lobby = await Lobby.Open();
        var asked = await Both(lobby, Change("telegram_bot_token_changed", new { bot_token = bot }));
        Assert.DoesNotContain(bot, asked.Text + Everything(lobby), StringComparison.Ordinal);
        Assert.Equal(1L, Count(lobby, "SELECT count(*) FROM people_secret WHERE name = 'TELEGRAM_BOT_TOKEN'"));
    }

    [Fact]
    public async Task approve_token_is_changed_by_two_and_the_old_one_counts_no_longer()
    {
        await using var lobby = await Lobby.Open();
        await Both(lobby, Change("approve_token_changed", new { token_sha256 = TokenHash.Of("another-second-factor").Hex }));
        lobby.Desk.Enter(DeskState.StandbySafe);
        Assert.Equal(202, (await lobby.Who("a").Post("/api/ui/safe-mode/exit-request", """{"reason":"x"}""")).Status);
        Assert.Equal((401, "invalid_token"), Of(await lobby.Who("b").Post("/api/ui/safe-mode/exit-confirm", $$"""{"token":"{{Lobby.ApproveToken}}"}""")));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/safe-mode/exit-confirm", """{"token":"another-second-factor"}""")).Status);
    }

    [Fact]
    public async Task a_role_and_a_telegram_account_are_given_by_two()
    {
        await using var lobby = await Lobby.Open();
        await Both(lobby, Change("role_granted", new { name = "viewer", role = "operator" }));
        Assert.Equal(200, (await lobby.Who("viewer").Post("/api/ui/hold")).Status);
        await Both(lobby, Change("telegram_mapped", new { name = "viewer", telegram_user = 4711 }));
        Assert.Equal("viewer", lobby.People.OfTelegram(4711)!.Name);
    }

    [Fact]
    public async Task somebody_revoked_meanwhile_is_not_raised_by_an_older_request()
    {
        await using var lobby = await Lobby.Open();
        var asked = await lobby.Who("a").Post("/api/ui/operators/change-request", Change("role_granted", new { name = "viewer", role = "operator" }));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/operators/viewer/revoke")).Status);
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post("/api/ui/operators/change-confirm", Confirm(asked))));
        Assert.Equal(401, (await lobby.Who("viewer").Get("/api/ui/positions")).Status);
    }

    [Theory]
    [InlineData("operator_added", """{"name":"carol","role":"operator"}""", 400, "people_change_invalid")]
    [InlineData("operator_added", """{"name":"carol","role":"king","token_sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", 400, "people_change_invalid")]
    [InlineData("operator_added", """{"name":"OPERATOR-A","role":"operator","token_sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", 409, "operator_exists")]
    [InlineData("operator_added", """{"name":"system","role":"operator","token_sha256":"0000000000000000000000000000000000000000000000000000000000000000"}""", 400, "name_invalid")]
    [InlineData("role_granted", """{"name":"nobody","role":"operator"}""", 404, "operator_unknown")]
    [InlineData("role_granted", """{"name":"auditor","role":"viewer"}""", 409, "role_not_higher")]
    [InlineData("totp_reset", """{"name":"viewer"}""", 409, "totp_not_enrolled")]
    [InlineData("telegram_mapped", """{"name":"viewer","telegram_user":-5}""", 400, "people_change_invalid")]
    [InlineData("operator_removed", """{"name":"viewer"}""", 400, "people_change_invalid")]
    [InlineData("make_me_king", "{}", 400, "people_change_invalid")]
    public async Task what_cannot_be_done_is_refused_with_its_code_and_what_is_needed_and_nobody_is_asked(string kind, string fields, int status, string code)
    {
        await using var lobby = await Lobby.Open();
        var body = JsonSerializer.Deserialize<Dictionary<string, object>>(fields)!;
        var reply = await lobby.Who("a").Post("/api/ui/operators/change-request", Change(kind, body));
        Assert.Equal((status, code), Of(reply));
        Assert.True(reply.At("message").Length > 20, reply.Text);
        Assert.Equal("[]", (await lobby.Who("viewer").Get("/api/ui/approvals")).At("approvals"));
    }

    [Fact]
    public async Task a_token_of_somebody_else_is_not_given_out_again()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((409, "token_in_use"), Of(await lobby.Who("a").Post("/api/ui/operators/change-request", Change("token_issued", new { name = "viewer", token_sha256 = TokenHash.Of("token-b").Hex }))));
    }

    [Fact]
    public async Task the_last_operator_is_told_what_is_needed_before_anything_is_loosened_again()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        var revoked = await lobby.Who("a").Post("/api/ui/operators/operator-b/revoke");
        var refused = await lobby.Who("a").Post("/api/ui/operators/change-request", Add);
        Assert.Equal((403, "two_people_required"), Of(refused));
        foreach (var words in new[] { revoked.At("message"), refused.At("message"), (await lobby.Who("a").Get("/api/ui/operators")).At("caution") })
            Assert.Contains("operators bootstrap --operator", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_shared_token_makes_nobody_outside_paper()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        Assert.Equal((403, "forbidden"), Of(await lobby.Who("api").Post("/api/ui/operators/change-request", Add)));
    }

    private static async Task<Lobby.Reply> Both(Lobby lobby, string change)
    {
        var asked = await lobby.Who("a").Post("/api/ui/operators/change-request", change);
        Assert.Equal(202, asked.Status);
        var made = await lobby.Who("b").Post("/api/ui/operators/change-confirm", Confirm(asked));
        Assert.True(made.Status == 200, made.Text);
        return asked;
    }

    private static string Change(string kind, object fields)
    {
        var body = JsonSerializer.SerializeToNode(fields)!.AsObject();
        (body["kind"], body["reason"]) = (kind, "a third pair of eyes");
        return body.ToJsonString();
    }

    private static string Confirm(Lobby.Reply asked, string token = Lobby.ApproveToken) => JsonSerializer.Serialize(new { request_id = asked.At("request_id"), token });

    private static Lobby.Person Carol(Lobby lobby) => new(lobby.NewClient(), CarolsToken);

    /// <summary>The ledger's bytes as they lie on the disk, and the mirror beside it.</summary>
    private static string Everything(Lobby lobby) => string.Concat(Directory.GetFiles(lobby.Ledger.Directory).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(file =>
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var text = new StreamReader(open, System.Text.Encoding.Latin1);
        return text.ReadToEnd();
    }));

    private static long Count(Lobby lobby, string sql) => ((ILedger)lobby.Ledger).Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    });

    private static (int, string) Of(Lobby.Reply reply) => (reply.Status, reply.Detail);
}
