using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PropBot.Web.Access;

namespace PropBot.Web.Tests.Access;

/// <summary>
/// Every door that writes asks whether anything may be loosened at all (R9, R47), except those named here, each with its reason. A new door
/// that does not ask fails until somebody has written down why it need not.
/// </summary>
public sealed class LooseningDoorTests
{
    private static readonly Dictionary<string, string> NeedNotAsk = new(StringComparer.Ordinal)
    {
        ["POST /api/ui/hold"] = "tightens",
        ["POST /api/ui/kill"] = "tightens",
        ["POST /api/ui/cancel-all"] = "tightens",
        ["POST /api/ui/cancel_all"] = "tightens",
        ["POST /api/ui/close_exposure"] = "tightens",
        ["POST /api/ui/resume-withdraw"] = "takes a request back",
        ["POST /api/ui/risk/limit-lower"] = "tightens",
        ["POST /api/ui/approvals/{id}/reject"] = "closes a request",
        ["POST /api/ui/approvals/{id}/withdraw"] = "closes a request",
        ["POST /api/ui/autopilot/disarm"] = "ends a mandate",
        ["POST /api/ui/strategy/disable"] = "tightens",
        ["POST /api/workflows/instances/{id}/cancel"] = "ends what nobody has approved; the rest the engine refuses to one person",
        ["POST /api/ui/operators/{name}/revoke"] = "takes rights away",
        ["POST /api/ui/me/totp/enrol"] = "one's own second factor",
        ["POST /api/ui/me/totp/confirm"] = "one's own second factor",
        ["POST /api/ui/me/totp/disable"] = "one's own second factor; APPROVE_TOKEN counts then",
        ["POST /api/ui/snapshot"] = "writes a file",
        ["POST /api/arb/execute"] = "opens within what is allowed already, in RUN only; §3.3 does not name it",
        ["POST /api/arb/preview"] = "computes",
        ["POST /api/ui/hedges/{id}/unwind"] = "closes a naked leg",
        ["POST /api/ui/hedges/{id}/closed-by-hand"] = "proven by both venues",
        ["POST /api/ui/incidents/{id}/ack"] = "a note",
        ["POST /api/ui/incidents/{id}/root-cause"] = "a note",
        ["POST /api/workflows/drafts"] = "keeps a text that runs nowhere until two people publish it",
        ["DELETE /api/workflows/drafts/{process}/{version:long}"] = "takes such a text away",
        ["POST /api/workflows/lint"] = "computes",
        ["POST /api/workflows/try"] = "computes",
        ["POST /desk/hold"] = "tightens",
        ["POST /desk/safe-mode-on"] = "tightens",
        ["POST /desk/kill"] = "tightens",
        ["POST /desk/resume-withdraw"] = "takes a request back",
    };

    [Fact]
    public async Task every_door_that_loosens_is_shut_when_fewer_than_two_operators_are_left_and_the_others_are_named()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "testnet" });
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/operators/operator-b/revoke")).Status);
        List<string> asked = [], silent = [];
        foreach (var (method, path, door) in Writes(lobby))
        {
            if (door.Kind == DoorKind.Tighten || door.LoosensNothing)
            {
                silent.Add($"{method} {path}");
                continue;
            }

            // The body decides at one door; this one loosens.
            var reply = await lobby.Who("a").Send(new HttpMethod(method), path.Replace("{id}", "x", StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal), door.PatchesControl ? """{"min_spread_bps":0.1}""" : "{}");
            Assert.True(reply.Status == 403 && reply.Text.Contains("two_people_required", StringComparison.Ordinal), $"{method} {path} answered {reply.Status} {reply.Text}");
            asked.Add(path);
        }

        Assert.True(asked.Count >= 20, $"only {asked.Count} doors asked");
        Assert.True(silent.TrueForAll(NeedNotAsk.ContainsKey), $"do not ask, and nobody has said why: {string.Join("; ", silent.Where(door => !NeedNotAsk.ContainsKey(door)))}");
        Assert.True(NeedNotAsk.Keys.All(silent.Contains), $"are no such doors any more: {string.Join("; ", NeedNotAsk.Keys.Where(door => !silent.Contains(door)))}");
    }

    private static List<(string Method, string Path, Door Door)> Writes(Lobby lobby) =>
    [
        .. from endpoint in lobby.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
           let door = endpoint.Metadata.GetMetadata<Door>()
           where door is { Kind: DoorKind.Act or DoorKind.Tighten }
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
           where method != "GET"
           select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), door),
    ];
}
