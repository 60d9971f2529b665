using System.Text.Json;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace PropBot.Web.Tests.Actions;

/// <summary>A drawn text becomes the version in force by two people only, and never an unsafe one (rulings §3.3, design/workflows §6).</summary>
public sealed class PublishTests
{
    private const string Asking = "/api/workflows/publish-request";
    private const string Confirming = "/api/workflows/publish-confirm";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "workflows");
    private static readonly string Longer = Text("operators").Replace("PT15M", "PT10M", StringComparison.Ordinal);

    private static readonly string Unsafe = Text("resume")
        .Replace("=outcome = \"approve\"", "=outcome = \"*\"", StringComparison.Ordinal).Replace("=outcome = \"withdraw\"", "=outcome = \"approve\"", StringComparison.Ordinal)
        .Replace("=outcome = \"*\"", "=outcome = \"withdraw\"", StringComparison.Ordinal);

    [Fact]
    public async Task a_draft_is_published_by_two_and_one_alone_cannot()
    {
        await using var lobby = await Lobby.Open();
        var kept = await lobby.Who("a").Post("/api/workflows/drafts", Draft(Longer));
        Assert.Equal((201, "2"), (kept.Status, kept.At("draft", "version")));
        Assert.Contains("becomes 'Duration PT10M'", kept.At("changes"), StringComparison.Ordinal);
        var asked = await lobby.Who("a").Post(Asking, Request("operators", 2));
        Assert.Equal((202, "pending"), (asked.Status, asked.At("status")));
        Assert.Contains("PT10M", asked.At("request", "preview", "changes"), StringComparison.Ordinal);
        Assert.Contains("states", asked.At("request", "preview", "proof"), StringComparison.Ordinal);
        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post(Confirming, Confirm(asked))));
        Assert.Equal((401, "invalid_token"), Of(await lobby.Who("b").Post(Confirming, Confirm(asked, "wrong"))));
        Assert.Equal(["1 git published", "2 designer draft"], await Versions(lobby, "operators"));
        Assert.Equal(200, (await lobby.Who("b").Post(Confirming, Confirm(asked))).Status);
        Assert.Equal(["1 git retired", "2 designer published"], await Versions(lobby, "operators"));
        Assert.Contains(lobby.Ledger.Audits(), row => row.Contains("workflow.publish", StringComparison.Ordinal) && row.Contains("approved by operator-b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task what_runs_keeps_its_version_and_what_starts_has_the_new_one()
    {
        await using var lobby = await Lobby.Open();
        var old = await Change(lobby, "grace");
        await Publish(lobby, "operators", Longer);
        var young = await Change(lobby, "hedy");
        var versions = (await lobby.Who("viewer").Get("/api/workflows/instances")).Json.GetProperty("instances").EnumerateArray()
            .Where(one => one.GetProperty("process").GetString() == "operators").ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("version").GetInt64());
        Assert.Equal((1, 2), (versions[old.At("request", "instance")], versions[young.At("request", "instance")]));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/operators/change-confirm", Confirm(old))).Status);
    }

    [Fact]
    public async Task an_unsafe_draft_is_refused_with_the_path_that_shows_it()
    {
        await using var lobby = await Lobby.Open();
        var kept = await lobby.Who("a").Post("/api/workflows/drafts", Draft(Unsafe));
        Assert.Equal((201, "false"), (kept.Status, kept.At("check", "clean").ToLowerInvariant()));
        var asked = await lobby.Who("a").Post(Asking, Request("resume", 2));
        Assert.Equal((409, "draft_has_findings"), Of(asked));
        Assert.Contains("nobody has approved it", asked.At("message"), StringComparison.Ordinal);
        Assert.Contains("requester starts it; check answers clear; requester decides withdraw on decide", asked.At("message"), StringComparison.Ordinal);
        Assert.Equal(["1 git published", "2 designer draft"], await Versions(lobby, "resume"));
    }

    [Fact]
    public async Task whoever_asks_past_the_door_meets_the_same_check()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Who("a").Post("/api/workflows/drafts", Draft(Unsafe));
        var engine = lobby.Services.GetRequiredService<IWorkflows>();
        var vars = FlowState.Nothing.Add("request", "r").Add("reason", "x").Add("process", "resume").Add("draft", "2");
        var started = await engine.Start(new StartCommand(new CommandId("past"), "publish-workflow", "k", vars, new Actor(new Identity("operator-a", Role.Operator), null, "test")));
        var view = await lobby.Who("viewer").Get("/api/workflows/instances/" + Assert.IsType<CommandAnswer.Applied>(started).Detail);
        Assert.Equal("refused", view.At("instance", "outcome"));
        Assert.Contains("requester decides withdraw on decide", view.At("variables", "preview"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task another_publication_meanwhile_is_state_changed()
    {
        await using var lobby = await Lobby.Open();
        var asked = await Asked(lobby, "operators", Longer);
        await Publish(lobby, "operators", Text("operators").Replace("PT15M", "PT5M", StringComparison.Ordinal));
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post(Confirming, Confirm(asked))));
        Assert.Equal(["1 git retired", "2 designer draft", "3 designer published"], await Versions(lobby, "operators"));
    }

    [Fact]
    public async Task a_draft_that_was_deleted_meanwhile_is_not_published()
    {
        await using var lobby = await Lobby.Open();
        var asked = await Asked(lobby, "operators", Longer);
        Assert.Equal(200, (await lobby.Who("a").Send(HttpMethod.Delete, "/api/workflows/drafts/operators/2", null)).Status);
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post(Confirming, Confirm(asked))));
        Assert.Equal((404, "draft_not_found"), Of(await lobby.Who("a").Send(HttpMethod.Delete, "/api/workflows/drafts/operators/2", null)));
    }

    [Fact]
    public async Task a_confirmation_after_a_restart_finds_the_draft_proven_again()
    {
        await using var lobby = await Lobby.Open();
        var asked = await Asked(lobby, "operators", Longer);
        PropBot.Workflows.Publishing.ProvenTexts.Forget();
        await using var next = await Lobby.Open(clock: lobby.Clock, ledger: lobby.Ledger);
        Assert.Equal(200, (await next.Who("b").Post(Confirming, Confirm(asked))).Status);
        Assert.Equal(["1 git retired", "2 designer published"], await Versions(next, "operators"));
    }

    [Fact]
    public async Task an_unsafe_file_on_disk_is_a_draft_even_in_an_empty_store_in_paper()
    {
        var folder = Directory.CreateTempSubdirectory("propbot-unsafe-").FullName;
        foreach (var file in Directory.EnumerateFiles(Folder, "*.bpmn")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(folder, "resume.bpmn"), Unsafe);
        await using var lobby = await Lobby.Open(options => options with { WorkflowFolder = folder });
        Assert.Equal(["1 git draft"], await Versions(lobby, "resume"));
        Assert.Equal(["1 git published"], await Versions(lobby, "operators"));
        Assert.Equal((409, "draft_from_file"), Of(await lobby.Who("a").Send(HttpMethod.Delete, "/api/workflows/drafts/resume/1", null)));
        Assert.Equal((409, "draft_has_findings"), Of(await lobby.Who("a").Post(Asking, Request("resume", 1))));
    }

    [Fact]
    public async Task lint_and_trial_keep_nothing()
    {
        await using var lobby = await Lobby.Open();
        var lint = await lobby.Who("a").Post("/api/workflows/lint", Draft(Unsafe));
        Assert.Equal(200, lint.Status);
        var path = lint.Json.GetProperty("check").GetProperty("search").GetProperty("counterexamples")[0].GetProperty("path").EnumerateArray().Select(one => one.GetString()).ToList();
        var trial = await lobby.Who("a").Post("/api/workflows/try", JsonSerializer.Serialize(new { xml = Unsafe, choices = path }));
        Assert.Equal(200, trial.Status);
        Assert.Equal("nobody", trial.Json.GetProperty("steps")[path.Count - 1].GetProperty("loosens")[0].GetProperty("approved_by").GetString());
        Assert.Equal(["1 git published"], await Versions(lobby, "resume"));
        Assert.Equal("[]", (await lobby.Who("viewer").Get("/api/workflows/drafts")).At("drafts"));
    }

    [Fact]
    public async Task the_same_text_is_one_draft_and_reads_are_a_viewers()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal(201, (await lobby.Who("a").Post("/api/workflows/drafts", Draft(Longer))).Status);
        Assert.Equal(200, (await lobby.Who("b").Post("/api/workflows/drafts", Draft(Longer))).Status);
        Assert.Equal("2", (await lobby.Who("viewer").Get("/api/workflows/drafts/operators/2")).At("draft", "version"));
        var diff = await lobby.Who("viewer").Get("/api/workflows/definitions/operators/diff");
        Assert.Equal((200, "1", "2"), (diff.Status, diff.At("from"), diff.At("to")));
        Assert.Equal(404, (await lobby.Who("viewer").Get("/api/workflows/definitions/operators/diff?to=9")).Status);
        Assert.Equal(422, (await lobby.Who("viewer").Get("/api/workflows/definitions/operators/diff?to=x")).Status);
        Assert.Equal((404, "draft_not_found"), Of(await lobby.Who("viewer").Get("/api/workflows/drafts/operators/9")));
        foreach (var who in new[] { "viewer", "auditor" }) Assert.Equal(403, (await lobby.Who(who).Send(HttpMethod.Delete, "/api/workflows/drafts/operators/2", null)).Status);
    }

    [Fact]
    public async Task what_cannot_be_read_is_refused_by_element_and_what_is_too_large_by_size()
    {
        await using var lobby = await Lobby.Open();
        var broken = await lobby.Who("a").Post("/api/workflows/drafts", Draft(Text("resume").Replace("PT15M", "soon", StringComparison.Ordinal)));
        Assert.Equal((422, "draft_unreadable"), Of(broken));
        Assert.Contains("time_over_timer", broken.At("check", "findings"), StringComparison.Ordinal);
        Assert.Equal(422, (await lobby.Who("a").Post("/api/workflows/drafts", Draft(new string(' ', 600_000)))).Status);
        Assert.Equal(413, (await lobby.Who("a").Post("/api/workflows/drafts", Draft(new string(' ', 1_200_000)))).Status);
        Assert.Equal(413, (await lobby.Who("a").Post(Asking, new string(' ', 70_000))).Status);
    }

    private static async Task<Lobby.Reply> Asked(Lobby lobby, string process, string xml)
    {
        var kept = await lobby.Who("a").Post("/api/workflows/drafts", Draft(xml));
        return await lobby.Who("a").Post(Asking, Request(process, long.Parse(kept.At("draft", "version"), System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task Publish(Lobby lobby, string process, string xml) =>
        Assert.Equal(200, (await lobby.Who("b").Post(Confirming, Confirm(await Asked(lobby, process, xml)))).Status);

    private static Task<Lobby.Reply> Change(Lobby lobby, string name) => lobby.Who("a").Post(
        "/api/ui/operators/change-request", JsonSerializer.Serialize(new { kind = "operator_added", reason = "new colleague", name, role = "viewer", token_sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))) }));

    private static async Task<List<string>> Versions(Lobby lobby, string process) =>
    [
        .. (await lobby.Who("viewer").Get("/api/workflows/definitions")).Json.GetProperty("definitions").EnumerateArray()
            .Where(one => one.GetProperty("process").GetString() == process).Select(one => $"{one.GetProperty("version")} {one.GetProperty("source").GetString()} {one.GetProperty("state").GetString()}").Reverse(),
    ];

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".bpmn"));

    private static string Draft(string xml) => JsonSerializer.Serialize(new { xml });

    private static string Request(string process, long draft) => JsonSerializer.Serialize(new { process, draft, reason = "a shorter question" });

    private static string Confirm(Lobby.Reply asked, string token = Lobby.ApproveToken) => JsonSerializer.Serialize(new { request_id = asked.At("request_id"), token });

    private static (int, string) Of(Lobby.Reply reply) => (reply.Status, reply.Detail);
}
