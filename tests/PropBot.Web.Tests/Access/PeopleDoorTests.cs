using Microsoft.Data.Sqlite;
using PropBot.Testing;
using PropBot.Trading.Desk;
using PropBot.Workflows.Approvals.Factors;

namespace PropBot.Web.Tests.Access;

/// <summary>The doors about people: listing, revoking, one's own second factor, and what stands against any loosening.</summary>
public sealed class PeopleDoorTests
{
    [Fact]
    public async Task the_list_shows_who_there_is_and_no_token_and_no_hash()
    {
        await using var lobby = await Lobby.Open();
        var list = await lobby.Who("viewer").Get("/api/ui/operators");

        Assert.Equal(["auditor", "operator-a", "operator-b", "viewer"], list.Json.GetProperty("operators").EnumerateArray().Select(o => o.GetProperty("name").GetString()!));
        Assert.Equal("true", list.At("can_loosen"));
        Assert.DoesNotContain("token-a", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Workflows.Approvals.TokenHash.Of("token-a").Hex, list.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("viewer", 403)]
    [InlineData("auditor", 403)]
    [InlineData(null, 401)]
    public async Task only_an_operator_revokes(string? who, int status)
    {
        await using var lobby = await Lobby.Open();

        Assert.Equal(status, (await lobby.Who(who).Post("/api/ui/operators/operator-b/revoke")).Status);
        Assert.Equal(200, (await lobby.Who("b").Get("/api/ui/positions")).Status);
    }

    [Fact]
    public async Task one_person_lowers_a_role_and_raises_none()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((403, "role_not_lower"), Code(await lobby.Who("a").Post("/api/ui/operators/viewer/revoke", """{"scope":"role","role":"operator"}""")));
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/operators/operator-b/revoke", """{"scope":"role","role":"auditor"}""")).Status);

        Assert.Equal(200, (await lobby.Who("b").Get("/api/ui/positions")).Status);
        Assert.Equal(403, (await lobby.Who("b").Post("/api/ui/hold")).Status);
        Assert.Contains(lobby.Ledger.Audits(), row => row.StartsWith("operator-a ROLE_LOWERED {\"status\":\"denied\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task with_fewer_than_two_operators_outside_paper_nothing_is_loosened_and_tightening_goes_on()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        var revoked = await lobby.Who("a").Post("/api/ui/operators/operator-b/revoke");
        Assert.Equal("false", revoked.At("can_loosen"));
        Assert.Contains("nothing can be loosened", revoked.At("message"), StringComparison.Ordinal);

        foreach (var path in new[] { "/api/ui/resume-request", "/api/ui/resume-confirm", "/api/ui/resume" })
            Assert.Equal((403, "two_people_required"), Code(await lobby.Who("a").Post(path, """{"reason":"x","token":"x"}""")));
        Assert.Equal((403, "two_people_required"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"safe_mode":false}""")));
        foreach (var path in new[] { "/api/ui/hold", "/api/ui/kill", "/api/ui/cancel-all", "/api/ui/snapshot" }) Assert.Equal(200, (await lobby.Who("a").Post(path)).Status);
        Assert.Equal(200, (await lobby.Who("a").Patch("/api/ui/control", """{"safe_mode":true}""")).Status);
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/operators/viewer/revoke")).Status);
    }

    [Fact]
    public async Task a_broken_audit_chain_is_a_hold_and_nothing_is_loosened_while_it_stands()
    {
        var clock = new ManualClock();
        await using var ledger = new TestLedger(clock);
        await ledger.Write(tx => tx.Audit("operator-a", "operator", "KILL", "api", "{}"));
        await using (var db = new SqliteConnection($"Data Source={Path.Combine(ledger.Directory, "ledger.db")}"))
        {
            await db.OpenAsync();
            await using var command = db.CreateCommand();
            command.CommandText = "DROP TRIGGER audit_is_never_edited; UPDATE audit SET actor = 'operator-b'";
            await command.ExecuteNonQueryAsync();
        }
        await using var lobby = await Lobby.Open(clock: clock, ledger: ledger);
        await Condition.Holds(() => lobby.Desk.Commands.OfType<DeskCommand.EngageHold>().Any(hold => hold.Reason == "audit_chain_broken"), "HOLD audit_chain_broken");

        Assert.Equal((409, "audit_chain_broken"), Code(await lobby.Who("a").Post("/api/ui/resume-request", """{"reason":"x"}""")));
        Assert.Equal((409, "audit_chain_broken"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"min_spread_bps":0.1}""")));
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/kill")).Status);
    }

    [Fact]
    public async Task a_whole_chain_is_no_hold()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/resume-request", """{"reason":"x"}""")).Status);

        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task enrolling_shows_the_secret_once_and_only_to_its_owner()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((401, "invalid_token"), Code(await lobby.Who("b").Post("/api/ui/me/totp/enrol", """{"token":"wrong"}""")));
        Assert.Equal((403, "forbidden"), Code(await lobby.Who("api").Post("/api/ui/me/totp/enrol", $$"""{"token":"{{Lobby.ApproveToken}}"}""")));
        await Enrol(lobby, "b");

        Assert.Equal("true", (await lobby.Who("a").Get("/api/ui/operators")).Json.GetProperty("operators")[2].GetProperty("totp").GetRawText());
        Assert.DoesNotContain(lobby.Ledger.Audits(), row => row.Contains("otpauth", StringComparison.Ordinal));
        Assert.Equal((409, "totp_not_pending"), Code(await lobby.Who("b").Post("/api/ui/me/totp/confirm", """{"code":"000000"}""")));
        Assert.Equal((409, "totp_not_enrolled"), Code(await lobby.Who("a").Post("/api/ui/me/totp/disable", """{"code":"000000"}""")));
    }

    [Theory]
    [InlineData("%01")]
    [InlineData("%F0%9F%92%A9")]
    [InlineData("%FF%FE")]
    [InlineData("operator-a%0A")]
    [InlineData("operator-%D0%B0")]
    [InlineData("..%2F..")]
    [InlineData("'; DROP TABLE operator; --")]
    [InlineData("OPERATOR-B")]
    [InlineData("api")]
    [InlineData("long")]
    public async Task nobody_is_called_that(string name)
    {
        await using var lobby = await Lobby.Open();
        if (name == "long") name = new string('x', 4000);
        var reply = await lobby.Who("a").Post($"/api/ui/operators/{name}/revoke", "{}");

        Assert.True(reply.Status is >= 400 and < 500, $"{reply.Status} {reply.Text}");
        Assert.Equal(4, lobby.People.All().Count(person => person.RemovedAt is null));
    }

    [Theory]
    [InlineData("""{"scope":"everything"}""")]
    [InlineData("""{"scope":5}""")]
    [InlineData("""{"scope":"role"}""")]
    [InlineData("""{"scope":"role","role":"king"}""")]
    [InlineData("""{"scope":"role","role":["viewer"]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"person\"")]
    public async Task a_revocation_that_is_not_understood_revokes_nothing(string body)
    {
        await using var lobby = await Lobby.Open();

        Assert.Equal(422, (await lobby.Who("a").Post("/api/ui/operators/operator-b/revoke", body)).Status);
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/hold")).Status);
    }

    /// <summary>The secret, as it stands in the address that was shown.</summary>
    internal static async Task<byte[]> Enrol(Lobby lobby, string who)
    {
        var shown = await lobby.Who(who).Post("/api/ui/me/totp/enrol", $$"""{"token":"{{Lobby.ApproveToken}}"}""");
        var secret = Bytes(shown.At("otpauth_uri").Split("secret=")[1].Split('&')[0]);
        Assert.Equal(200, (await lobby.Who(who).Post("/api/ui/me/totp/confirm", $$"""{"code":"{{CodeNow(lobby, secret)}}"}""")).Status);
        lobby.Clock.Advance(TimeSpan.FromSeconds(30));
        return secret;
    }

    internal static string CodeNow(Lobby lobby, byte[] secret) => Totp.Code(secret, Totp.StepAt(lobby.Clock.GetUtcNow()));

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    private static (int, string) Code(Lobby.Reply reply) => (reply.Status, reply.Detail);
}
