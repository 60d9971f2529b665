using System.Net.Http.Headers;
using System.Text;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Tests.Access;

/// <summary>P21: one person is never two, by whichever door and under whatever name.</summary>
public sealed class FourEyesTests
{
    private const string Ask = """{"reason":"all clear"}""";

    [Theory]
    [InlineData("""{"token":"$"}""")]
    [InlineData("""{"token":"$","actor":"operator-b"}""")]
    [InlineData("""{"token":"$","actor":"operator-b","requested_by":"operator-b","approved_by":"operator-b"}""")]
    [InlineData("""{"token":"$","Actor":"operator-b","operator":"operator-b","identity":{"name":"operator-b"},"user":"operator-b","by":"operator-b"}""")]
    [InlineData("""{"token":"$","actor":null,"name":"operator-b","channel":"telegram","telegram_user":8}""")]
    public async Task the_requester_is_not_the_approver_whatever_the_body_says(string body)
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/resume-request", """{"reason":"x","requested_by":"operator-b"}""")).Status);

        Assert.Equal((403, "same_operator"), Code(await lobby.Who("a").Post("/api/ui/resume-confirm", body.Replace("$", Lobby.ApproveToken, StringComparison.Ordinal))));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/resume-confirm", Confirm)).Status);
    }

    [Fact]
    public async Task a_request_by_token_and_an_approval_by_browser_are_one_person()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        await lobby.Who("a").Post("/api/ui/resume-request", Ask);
        using var http = lobby.NewClient();
        var (cookie, csrf) = await Login(http, "token-a");

        Assert.Equal((403, "same_operator"), Code(await Post(http, "/api/ui/resume-confirm", Confirm, cookie, csrf)));
    }

    [Fact]
    public async Task a_second_token_of_the_same_person_is_the_same_person()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        await lobby.Ledger.Write(tx => tx.Execute(
            "INSERT INTO operator_token (hash, operator, created_at, source) VALUES (?1, 'operator-a', 1, 'people')", TokenHash.Of("token-a2").Hex));
        lobby.People.Refresh();
        await lobby.Who("a").Post("/api/ui/resume-request", Ask);

        Assert.Equal((403, "same_operator"), Code(await lobby.Who("a2").Post("/api/ui/resume-confirm", Confirm)));
    }

    [Fact]
    public async Task neither_viewer_nor_auditor_nor_the_shared_token_is_a_second_person()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "live" });
        await lobby.Who("a").Post("/api/ui/resume-request", Ask);
        foreach (var who in new[] { "viewer", "auditor", "api" }) Assert.Equal((403, "forbidden"), Code(await lobby.Who(who).Post("/api/ui/resume-confirm", Confirm)));
        foreach (var who in new[] { "viewer", "auditor", "api" }) Assert.Equal((403, "forbidden"), Code(await lobby.Who(who).Post("/api/ui/resume-request", Ask)));

        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task who_is_revoked_meanwhile_approves_nothing_and_what_they_asked_for_is_closed()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        await lobby.Who("a").Post("/api/ui/resume-request", Ask);
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/operators/operator-a/revoke")).Status);

        Assert.Equal("superseded", (await lobby.Who("b").Get("/api/ui/approvals")).Json.GetProperty("approvals")[0].GetProperty("status").GetString());
        Assert.Equal(401, (await lobby.Who("a").Post("/api/ui/resume-confirm", Confirm)).Status);
        Assert.Equal((403, "two_people_required"), Code(await lobby.Who("b").Post("/api/ui/resume-confirm", Confirm)));
        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task an_enrolled_operator_confirms_with_their_own_code_only()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        var secret = await PeopleDoorTests.Enrol(lobby, "b");
        await lobby.Who("a").Post("/api/ui/resume-request", Ask);

        Assert.Equal((401, "invalid_token"), Code(await lobby.Who("b").Post("/api/ui/resume-confirm", Confirm)));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/resume-confirm", $$"""{"token":"{{PeopleDoorTests.CodeNow(lobby, secret)}}"}""")).Status);
    }

    [Fact]
    public async Task when_the_audit_cannot_be_written_nothing_is_loosened_and_tightening_works()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Who("a").Post("/api/ui/resume-request", Ask);
        lobby.Ledger.Broken = true;

        Assert.Equal((503, "ledger_unavailable"), Code(await lobby.Who("b").Post("/api/ui/resume-confirm", Confirm)));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/hold")).Status);
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/kill")).Status);
    }

    [Fact]
    public async Task a_login_always_gets_a_new_session_ends_the_one_before_and_a_session_ends_after_twelve_hours()
    {
        await using var lobby = await Lobby.Open();
        using var http = lobby.NewClient();
        var (first, _) = await Login(http, "token-a", cookie: "propbot_session=" + new string('0', 64));
        Assert.DoesNotContain("0000000000", first, StringComparison.Ordinal);
        var (second, csrf) = await Login(http, "token-b", first);

        Assert.NotEqual(first, second);
        Assert.Equal(401, (await Post(http, "/api/ui/hold", "{}", first, csrf)).Status);
        Assert.Equal(200, (await Post(http, "/api/ui/hold", "{}", second, csrf)).Status);
        lobby.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(401, (await Post(http, "/api/ui/hold", "{}", second, csrf)).Status);
    }

    [Fact]
    public async Task a_revoked_persons_session_is_over_at_once()
    {
        await using var lobby = await Lobby.Open();
        using var http = lobby.NewClient();
        var (cookie, csrf) = await Login(http, "token-b");
        Assert.Equal(200, (await Post(http, "/api/ui/hold", "{}", cookie, csrf)).Status);
        await lobby.Who("a").Post("/api/ui/operators/operator-b/revoke", """{"scope":"tokens"}""");

        Assert.Equal(401, (await Post(http, "/api/ui/hold", "{}", cookie, csrf)).Status);
        Assert.Equal(401, (await lobby.Who("b").Get("/api/ui/positions")).Status);
    }

    [Fact]
    public async Task a_foreign_page_cannot_log_a_browser_in()
    {
        await using var lobby = await Lobby.Open();
        using var http = lobby.NewClient();
        using var request = LoginForm("token-a");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await http.SendAsync(request);

        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    private static string Confirm => $$"""{"token":"{{Lobby.ApproveToken}}"}""";

    private static HttpRequestMessage LoginForm(string token) => new(HttpMethod.Post, "/login") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token }) };

    private static async Task<(string Cookie, string Csrf)> Login(HttpClient http, string token, string? cookie = null)
    {
        using var request = LoginForm(token);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        using var response = await http.SendAsync(request);
        var got = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var page = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", got } } };
        using var shown = await http.SendAsync(page);
        var text = await shown.Content.ReadAsStringAsync();
        return (got, System.Text.RegularExpressions.Regex.Match(text, "name=\"csrf\" value=\"([0-9a-f]+)\"").Groups[1].Value);
    }

    private static async Task<Lobby.Reply> Post(HttpClient http, string path, string body, string cookie, string csrf)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { "Cookie", cookie }, { "X-CSRF-Token", csrf } },
        };
        using var response = await http.SendAsync(request);
        return new Lobby.Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), new Dictionary<string, string>());
    }

    private static (int, string) Code(Lobby.Reply reply) => (reply.Status, reply.Detail);
}
