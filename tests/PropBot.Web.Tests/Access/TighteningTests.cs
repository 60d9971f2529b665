using PropBot.Trading.Control;
using PropBot.Trading.Desk;

namespace PropBot.Web.Tests.Access;

public sealed class TighteningTests
{
    public static TheoryData<string, string?> Doors() => new()
    {
        { "/api/ui/hold", null },
        { "/api/ui/kill", null },
        { "/api/ui/cancel-all", null },
        { "/api/ui/cancel_all", """{"venue":"okx"}""" },
        { "/api/ui/close_exposure", null },
        { "PATCH /api/ui/control", """{"safe_mode":true}""" },
        { "PATCH /api/ui/control", """{"mode":"HOLD","dry_run_only":true}""" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task passes_with_the_database_down_hanging_and_unread(string door, string? body)
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        var reads = await AtRest(lobby);
        lobby.Ledger.Hangs = true;

        Assert.Equal(200, (await Knock(lobby.Who("a"), door, body)).Status);
        lobby.Ledger.Hangs = false;
        lobby.Ledger.Broken = true;
        Assert.Equal(200, (await Knock(lobby.Who("a"), door, body)).Status);
        Assert.Equal(reads, lobby.Ledger.Reads);
    }

    /// <summary>The flows' own rounds read at the start; on a clock that stands still they come to an end.</summary>
    private static async Task<int> AtRest(Lobby lobby)
    {
        var (reads, times) = (-1, 0);
        await Testing.Condition.Holds(
            () =>
            {
                times = lobby.Ledger.Reads == reads ? times + 1 : 0;
                reads = lobby.Ledger.Reads;
                return times > 20;
            },
            "nobody reads any more");
        return reads;
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task passes_when_the_rate_limit_is_used_up(string door, string? body)
    {
        await using var lobby = await Lobby.Open(options => options with { Burst = 1, RatePerMinute = 1 });
        var a = lobby.Who("a");
        await a.Post("/api/arb/preview", """{"symbol":"BTCUSDT"}""");
        Assert.Equal(429, (await a.Post("/api/arb/preview", """{"symbol":"BTCUSDT"}""")).Status);

        for (var i = 0; i < 5; i++) Assert.Equal(200, (await Knock(a, door, body)).Status);
    }

    [Fact]
    public async Task is_done_again_with_the_same_idempotency_key()
    {
        await using var lobby = await Lobby.Open();
        for (var i = 0; i < 2; i++)
        {
            var reply = await lobby.Who("a").Post("/api/ui/hold", """{"reason":"x"}""", idempotencyKey: "k");
            Assert.False(reply.Headers.ContainsKey("Idempotent-Replay"));
        }
        Assert.Equal(2, lobby.Desk.Commands.OfType<DeskCommand.EngageHold>().Count());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task passes_whatever_content_type_the_caller_forgot_to_set(string? contentType)
    {
        await using var lobby = await Lobby.Open();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ui/hold") { Content = new ByteArrayContent("""{"reason":"drill"}"""u8.ToArray()) };
        request.Headers.Add("Authorization", "bearer token-a");
        if (contentType is not null) request.Content.Headers.Add("Content-Type", contentType);
        using var http = lobby.NewClient();
        using var response = await http.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("drill", lobby.Desk.Snapshot.ShownHoldReason!.Code);
    }

    [Fact]
    public async Task passes_when_confirming_is_locked()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Who("a").Post("/api/ui/resume-request", """{"reason":"x"}""");
        for (var i = 0; i < 5; i++) Assert.Equal(401, (await lobby.Who("b").Post("/api/ui/resume-confirm", """{"token":"guess"}""")).Status);

        var locked = await lobby.Who("b").Post("/api/ui/resume-confirm", $$"""{"token":"{{Lobby.ApproveToken}}"}""");
        Assert.Equal((429, "confirm_locked", "900"), (locked.Status, locked.Detail, locked.Headers["Retry-After"]));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/hold")).Status);
    }

    [Fact]
    public async Task loosening_is_refused_while_it_cannot_be_audited()
    {
        await using var lobby = await Lobby.Open();
        lobby.Ledger.Broken = true;
        Assert.Equal((503, "ledger_unavailable"), Code(await lobby.Who("a").Post("/api/ui/resume-request", """{"reason":"x"}""")));
        lobby.Desk.Enter(DeskState.StandbySafe);
        Assert.Equal((503, "ledger_unavailable"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"safe_mode":false}""")));
        Assert.Equal((503, "ledger_unavailable"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"min_spread_bps":0.1}""")));
        lobby.Desk.Enter(DeskState.Standby);
        Assert.Equal((503, "ledger_unavailable"), Code(await lobby.Who("a").Post("/api/ui/resume")));
        lobby.Desk.Enter(DeskState.Run);
        Assert.Equal((503, "ledger_unavailable"), Code(await lobby.Who("a").Post("/api/arb/execute", """{"symbol":"BTCUSDT","min_spread":1,"notion_usdt":100,"leverage":1}""")));
        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task a_desk_that_does_not_answer_is_told_so_to_the_person()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Hangs = true;
        var asked = lobby.Who("a").Post("/api/ui/hold");
        await Testing.Condition.Holds(() => Passed(lobby, asked), "the desk's patience has run out");

        Assert.Equal((503, "desk_not_answering"), Code(await asked));
    }

    /// <summary>Lets a second pass: the patience may begin to run only after the first ones.</summary>
    private static bool Passed(Lobby lobby, Task asked)
    {
        lobby.Clock.Advance(TimeSpan.FromSeconds(1));
        return asked.IsCompleted;
    }

    private static (int, string) Code(Lobby.Reply reply) => (reply.Status, reply.Detail);

    private static Task<Lobby.Reply> Knock(Lobby.Person who, string door, string? body) =>
        door.StartsWith("PATCH ", StringComparison.Ordinal) ? who.Patch(door[6..], body!) : who.Post(door, body);
}
