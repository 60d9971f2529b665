using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PropBot.Workflows.Engine;

namespace PropBot.Web.Tests.Actions;

/// <summary>An instance that is stuck: one person tries again, two skip or end what carries an approval (§3.3). A raise that a person ended is over for its flow.</summary>
public sealed class StuckInstanceTests
{
    [Fact]
    public async Task a_failed_step_is_skipped_by_two_people_and_shown_among_the_requests()
    {
        await using var lobby = await Lobby.Open();
        var (instance, token) = await Failed(lobby);
        Assert.Equal((409, "nothing_to_skip"), Of(await lobby.Who("a").Post($"/api/workflows/instances/{instance}/skip-request", Skip(99))));
        var asked = await lobby.Who("a").Post($"/api/workflows/instances/{instance}/skip-request", Skip(token));
        Assert.Equal((202, "pending"), (asked.Status, asked.At("status")));
        Assert.Contains("skip_instance", (await lobby.Who("viewer").Get("/api/ui/approvals")).Text, StringComparison.Ordinal);
        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post($"/api/workflows/instances/{instance}/skip-confirm", Confirm(asked))));
        Assert.Equal((401, "invalid_token"), Of(await lobby.Who("b").Post($"/api/workflows/instances/{instance}/skip-confirm", Confirm(asked, "wrong"))));
        Assert.Equal("running", await Status(lobby, instance));
        Assert.Equal(200, (await lobby.Who("b").Post($"/api/workflows/instances/{instance}/skip-confirm", Confirm(asked))).Status);
        Assert.Equal("completed", await Status(lobby, instance));
        Assert.Equal((409, "skip_instance_request_missing"), Of(await lobby.Who("b").Post($"/api/workflows/instances/{instance}/skip-confirm", Confirm(asked))));
    }

    [Fact]
    public async Task a_request_to_skip_expires_is_withdrawn_and_is_rejected_like_any_other()
    {
        await using var lobby = await Lobby.Open();
        var (instance, token) = await Failed(lobby);
        foreach (var (who, door, status) in new[] { ("a", "withdraw", "withdrawn"), ("b", "reject", "rejected") })
        {
            var asked = await lobby.Who("a").Post($"/api/workflows/instances/{instance}/skip-request", Skip(token));
            Assert.Equal(status, (await lobby.Who(who).Post($"/api/ui/approvals/{asked.At("request_id")}/{door}")).At("approval", "status"));
            lobby.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var late = await lobby.Who("a").Post($"/api/workflows/instances/{instance}/skip-request", Skip(token));
        lobby.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal((409, "request_expired"), Of(await lobby.Who("b").Post($"/api/workflows/instances/{instance}/skip-confirm", Confirm(late))));
        Assert.Equal("running", await Status(lobby, instance));
    }

    [Fact]
    public async Task what_was_approved_is_ended_early_by_two_and_what_nobody_approved_by_one()
    {
        await using var lobby = await Lobby.Open();
        var raised = await Raised(lobby);
        Assert.Equal((403, "two_people_needed"), Of(await lobby.Who("a").Post($"/api/workflows/instances/{raised}/cancel")));
        var asked = await lobby.Who("a").Post($"/api/workflows/instances/{raised}/cancel-request", """{"reason":"settled by hand"}""");
        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post($"/api/workflows/instances/{raised}/cancel-confirm", Confirm(asked))));
        Assert.Equal(200, (await lobby.Who("b").Post($"/api/workflows/instances/{raised}/cancel-confirm", Confirm(asked))).Status);
        Assert.Equal("cancelled", await Status(lobby, raised));
        var (failed, _) = await Failed(lobby);
        Assert.Equal((409, "one_person_cancels"), Of(await lobby.Who("a").Post($"/api/workflows/instances/{failed}/cancel-request", """{"reason":"x"}""")));
        Assert.Equal(200, (await lobby.Who("a").Post($"/api/workflows/instances/{failed}/cancel")).Status);
    }

    [Fact]
    public async Task a_temporary_raise_that_a_person_lowered_is_over_for_its_flow()
    {
        await using var lobby = await Lobby.Open();
        var raised = await Raised(lobby);
        lobby.Desk.Set(s => s with { Limits = [.. s.Limits.Select(limit => limit.Limit == "max_position_usdt" ? limit with { Value = 90m, Until = null, Version = limit.Version + 1 } : limit)] });
        for (var second = 0; second < 100 && await Status(lobby, raised) == "running"; second++)
        {
            lobby.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            _ = await lobby.Who("viewer").Get("/healthz");
        }

        Assert.Contains("\"lowered\"", (await lobby.Who("viewer").Get($"/api/workflows/instances/{raised}")).Text, StringComparison.Ordinal);
    }

    /// <summary>An instance whose first step cannot read its input.</summary>
    private static async Task<(string Instance, int Token)> Failed(Lobby lobby)
    {
        var vars = ImmutableSortedDictionary<string, string>.Empty.Add("request", "r1").Add("reason", "x").Add("limit", "max_position_usdt").Add("scope", "").Add("value", "not a number").Add("until", "");
        var started = Assert.IsType<CommandAnswer.Applied>(await lobby.Services.GetRequiredService<IWorkflows>().Start(new StartCommand(new CommandId("failed"), "raise-limit", "failed", vars)));
        var waits = (await lobby.Who("viewer").Get($"/api/workflows/instances/{started.Detail}")).Json.GetProperty("waits").EnumerateArray().Single();
        return (started.Detail, waits.GetProperty("token").GetInt32());
    }

    /// <summary>A limit raised for an hour by two people; its flow waits for the hour to pass.</summary>
    private static async Task<string> Raised(Lobby lobby)
    {
        var until = lobby.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var asked = await lobby.Who("a").Post("/api/ui/risk/limit-request", JsonSerializer.Serialize(new { limit = "max_position_usdt", value = 250, reason = "x", until }));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/risk/limit-approve", Confirm(asked))).Status);
        lobby.Desk.Set(s => s with { Limits = [.. s.Limits.Select(limit => limit.Limit == "max_position_usdt" ? limit with { Until = until } : limit)] });
        var instance = asked.At("request", "instance");
        Assert.Equal("running", await Status(lobby, instance));
        return instance;
    }

    private static async Task<string> Status(Lobby lobby, string instance) => (await lobby.Who("viewer").Get($"/api/workflows/instances/{instance}")).At("instance", "status");

    private static string Skip(int token) => JsonSerializer.Serialize(new { token, outcome = "not_raising", reason = "the input was broken" });

    private static string Confirm(Lobby.Reply asked, string token = Lobby.ApproveToken) => JsonSerializer.Serialize(new { request_id = asked.At("request_id"), token });

    private static (int, string) Of(Lobby.Reply reply) => (reply.Status, reply.Detail);
}
