using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace PropBot.Web.Tests.Access;

/// <summary>Every route of the running process, not a list that somebody may forget to extend.</summary>
public sealed class RoleTests
{
    private static readonly string[] OpenReads = ["/", "/healthz", "/health", "/openapi/v1.json", "/openapi.json"];

    [Fact]
    public async Task every_route_that_writes_refuses_a_viewer_with_403_and_an_audit_row_and_a_stranger_with_401()
    {
        await using var lobby = await Lobby.Open();
        var writes = Routes(lobby).Where(route => route.Method != "GET" && route.Path != "/login").ToList();

        Assert.True(writes.Count >= 20, $"only {writes.Count} writing routes were found");
        foreach (var (method, path) in writes)
        {
            var audits = lobby.Ledger.Audits().Count;
            var verb = new HttpMethod(method);
            Assert.True((await lobby.Who().Send(verb, path, "{}")).Status == 401, $"{method} {path} let a stranger in");
            Assert.True((await lobby.Who("viewer").Send(verb, path, "{}")).Status == 403, $"{method} {path} let a viewer in");
            Assert.True((await lobby.Who("auditor").Send(verb, path, "{}")).Status == 403, $"{method} {path} let an auditor in");
            var rows = lobby.Ledger.Audits().Skip(audits).ToList();
            Assert.True(rows.Count == 2 && rows.TrueForAll(row => row.Contains("forbidden", StringComparison.Ordinal)), $"{method} {path} wrote {string.Join("; ", rows)}");
        }
        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task every_read_under_api_needs_a_token_and_takes_a_viewers()
    {
        await using var lobby = await Lobby.Open();
        var reads = Routes(lobby).Where(route => route.Method == "GET" && route.Path.StartsWith("/api/", StringComparison.Ordinal)).ToList();

        Assert.True(reads.Count >= 9, $"only {reads.Count} reads were found");
        foreach (var (_, path) in reads)
        {
            Assert.True((await lobby.Who().Get(path)).Status == 401, $"{path} let a stranger in");
            if (path is not ("/api/ui/stream" or "/api/ui/status/stream/status")) Assert.True((await lobby.Who("viewer").Get(path)).Status == 200, $"{path} refused a viewer");
        }
    }

    [Fact]
    public async Task health_documentation_and_the_login_page_are_open()
    {
        await using var lobby = await Lobby.Open();

        foreach (var path in OpenReads) Assert.Equal(200, (await lobby.Who().Get(path)).Status);
        Assert.Equal(200, (await lobby.Who().Get("/docs/index.html")).Status);
    }

    [Fact]
    public async Task a_wrong_token_is_a_stranger()
    {
        await using var lobby = await Lobby.Open();

        var wrong = await lobby.Who("nobody").Get("/api/ui/positions");
        Assert.Equal((401, "unauthorized"), (wrong.Status, wrong.Detail));
    }

    [Fact]
    public async Task the_shared_token_reads_and_tightens_on_testnet_and_loosens_nothing()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        var api = lobby.Who("api");

        Assert.Equal(200, (await api.Get("/api/ui/positions")).Status);
        foreach (var path in new[] { "/api/ui/hold", "/api/ui/kill", "/api/ui/cancel-all", "/api/ui/close_exposure" }) Assert.Equal(200, (await api.Post(path)).Status);
        Assert.Equal(200, (await api.Patch("/api/ui/control", """{"safe_mode":true}""")).Status);
        foreach (var path in new[] { "/api/ui/resume-request", "/api/ui/resume-confirm", "/api/ui/resume", "/api/arb/execute" })
            Assert.Equal((403, "forbidden"), Code(await api.Post(path, """{"reason":"x","token":"x"}""")));
        Assert.Equal((403, "forbidden"), Code(await api.Patch("/api/ui/control", """{"min_spread_bps":0.1}""")));
        Assert.Equal((403, "forbidden"), Code(await api.Patch("/api/ui/control", """{"safe_mode":true,"min_spread_bps":0.1}""")));
    }

    [Fact]
    public async Task in_paper_two_people_may_share_the_token_if_they_say_different_names()
    {
        await using var lobby = await Lobby.Open();
        var api = lobby.Who("api");
        await api.Post("/api/ui/resume-request", """{"reason":"x","requested_by":"alice"}""");

        Assert.Equal((403, "same_operator"), Code(await api.Post("/api/ui/resume-confirm", $$"""{"token":"{{Lobby.ApproveToken}}","actor":"Alice"}""")));
        Assert.Equal((403, "same_operator"), Code(await api.Post("/api/ui/resume-confirm", $$"""{"token":"{{Lobby.ApproveToken}}"}""")));
        Assert.Equal(200, (await api.Post("/api/ui/resume-confirm", $$"""{"token":"{{Lobby.ApproveToken}}","actor":"bob"}""")).Status);
    }

    [Fact]
    public async Task with_authentication_off_everybody_is_the_shared_local_developer()
    {
        await using var lobby = await Lobby.Open(options => options with { AuthEnabled = false });

        Assert.Equal(200, (await lobby.Who().Post("/api/ui/hold")).Status);
        Assert.Equal("local-dev", lobby.Desk.Commands.Single().By);
    }

    [Fact]
    public async Task with_authentication_off_a_foreign_page_still_cannot_post()
    {
        await using var lobby = await Lobby.Open(options => options with { AuthEnabled = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/desk/run");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var http = lobby.NewClient();
        using var response = await http.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Empty(lobby.Desk.Commands);
    }

    private static (int, string) Code(Lobby.Reply reply) => (reply.Status, reply.Detail);

    private static List<(string Method, string Path)> Routes(Lobby lobby) => [.. lobby.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST", "PUT", "DELETE"])
            .Select(method => (Method: method, Path: "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))))
        .Where(route => !route.Path.Contains('{', StringComparison.Ordinal)).Distinct()];
}
