using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Web.Endpoints;

/// <summary><c>POST /api/ui/operators/{name}/revoke</c></summary>
/// <param name="Scope"><c>person</c> (default): everything; <c>tokens</c>; <c>role</c>: lowered to <paramref name="Role"/>.</param>
public sealed record RevokeBody(string? Scope = null, string? Role = null);

/// <summary>
/// <c>POST /api/ui/operators/change-request</c>. A token itself is never sent: its owner makes it (<c>PropBot.Web operators token</c>), keeps
/// it, and hands over its SHA-256.
/// </summary>
/// <param name="Kind">operator_added, role_granted, token_issued, telegram_mapped, totp_reset, approve_token_changed, telegram_bot_token_changed</param>
public sealed record ChangeRequestBody(
    string Kind, string Reason, string? Name = null, string? Role = null, string? TokenSha256 = null, long? TelegramUser = null, string? BotToken = null, string? RequestedBy = null);

/// <summary><c>POST /api/ui/operators/change-confirm</c></summary>
public sealed record ChangeConfirmBody(string RequestId, string Token, string? Actor = null, string? PayloadHash = null);

/// <summary><c>POST /api/ui/me/totp/enrol</c>: the second factor that counts now.</summary>
public sealed record EnrolBody(string Token);

/// <summary><c>POST /api/ui/me/totp/confirm</c>, <c>/disable</c></summary>
public sealed record CodeBody(string Code);

/// <summary>People: who there is, revoking, and one's own second factor (docs/SECURITY.md).</summary>
public static class PeopleEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var ui = app.MapGroup("/api/ui").WithTags("People");
        ui.MapGet("/operators", (PeopleActions actions) => actions.All()).Behind(new Door(DoorKind.Read));
        ui.MapPost("/operators/{name}/revoke", Revoke).Behind(Own("OPERATOR_REVOKE")).Takes<RevokeBody>(isOptional: true);
        ui.MapPost("/operators/change-request", AskChange).Behind(new Door(DoorKind.Act, "OPERATORS_REQUEST")).Takes<ChangeRequestBody>();
        ui.MapPost("/operators/change-confirm", ConfirmChange).Behind(new Door(DoorKind.Act, "OPERATORS_APPROVE")).Takes<ChangeConfirmBody>();
        ui.MapPost("/me/totp/enrol", Enrol).Behind(Own("TOTP_ENROL")).Takes<EnrolBody>();
        ui.MapPost("/me/totp/confirm", Confirm).Behind(Own("TOTP_CONFIRM")).Takes<CodeBody>();
        ui.MapPost("/me/totp/disable", Disable).Behind(Own("TOTP_DISABLE")).Takes<CodeBody>();
    }

    private static Door Own(string audit) => new(DoorKind.Act, audit) { LoosensNothing = true };

    private static async Task<IResult> Revoke(string name, HttpContext context, PeopleActions actions)
    {
        if (name.Length > OperatorName.Longest || name.Any(char.IsControl)) return Answers.Refused(404, "operator_unknown", "Nobody is called that.");
        return await BodyRoutes.Read(context, required: false, body =>
        {
            var (scope, word) = (body.Text("scope", longest: 20) ?? "person", body.Text("role", longest: 20));
            body.Require(scope is "person" or "tokens" or "role", "scope", "must be person, tokens or role", scope);
            var role = Role.Viewer;
            if (scope == "role") body.Require(Roles.TryParse(word, out role), "role", "must be auditor or viewer", word);
            var who = Visitor.Of(context).As(null);
            return () => scope switch
            {
                "tokens" => actions.Revoke(who, new PeopleChange.RevokeTokens(name)),
                "role" => actions.Revoke(who, new PeopleChange.LowerRole(name, role)),
                _ => actions.Revoke(who, new PeopleChange.RemovePerson(name)),
            };
        });
    }

    private static Task<IResult> AskChange(HttpContext context, PeopleActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var text = new PeopleChangeText
        {
            Kind = body.Text("kind", required: true, longest: 40) ?? "",
            Name = body.Text("name", longest: OperatorName.Longest),
            Role = body.Text("role", longest: 20),
            TokenSha256 = body.Text("token_sha256", longest: 64)?.ToLowerInvariant(),
            TelegramUser = body.Long("telegram_user"),
        };
        var (bot, reason, by) = (body.Text("bot_token", longest: 200), body.Text("reason"), body.Text("requested_by"));
        body.Require(!body.Has("token"), "token", "a token is never sent: send token_sha256, and make another token, since this one has been seen");
        return () => actions.AskChange(Visitor.Of(context).As(by), text, text.Kind == "telegram_bot_token_changed" ? bot : null, reason);
    });

    private static Task<IResult> ConfirmChange(HttpContext context, PeopleActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (id, token, by, shown) = (body.Text("request_id", required: true), body.Text("token", required: true), body.Text("actor"), body.Text("payload_hash"));
        return () => actions.ConfirmChange(Visitor.Of(context).As(by), id!, token, shown);
    });

    private static Task<IResult> Enrol(HttpContext context, PeopleActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var token = body.Text("token", required: true);
        context.Response.Headers.CacheControl = "no-store";
        return () => actions.Enrol(Visitor.Of(context).As(null), token);
    });

    private static Task<IResult> Confirm(HttpContext context, PeopleActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var code = body.Text("code", required: true);
        return () => actions.Confirm(Visitor.Of(context).As(null), code);
    });

    private static Task<IResult> Disable(HttpContext context, PeopleActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var code = body.Text("code", required: true);
        return () => actions.Disable(Visitor.Of(context).As(null), code);
    });
}
