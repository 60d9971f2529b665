using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Web.Endpoints;

/// <summary><c>POST /api/ui/operators/{name}/revoke</c></summary>
/// <param name="Scope"><c>person</c> (default): everything; <c>tokens</c>; <c>role</c>: lowered to <paramref name="Role"/>.</param>
public sealed record RevokeBody(string? Scope = null, string? Role = null);

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
