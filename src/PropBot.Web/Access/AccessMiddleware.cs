using System.Security.Cryptography;
using System.Text;
using PropBot.Web.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Web.Access;

/// <summary>Identity, role, CSRF; then idempotency and rate limit for writes that do not tighten. See README.md for the order.</summary>
public sealed class AccessMiddleware(
    RequestDelegate next, IdentityDirectory directory, PeopleBook people, Sessions sessions, WebOptions options, AuditTrail audit, GuardedWrites writes)
{
    private static readonly Identity LocalDev = new("local-dev", Role.Operator, Shared: true);

    public async Task Invoke(HttpContext context)
    {
        var visitor = Recognise(context);
        if (visitor is not null) Visitor.Set(context, visitor);
        var door = DoorOf(context);
        if (door.Kind == DoorKind.Open)
        {
            await next(context);
        }
        else if (visitor is null)
        {
            await Answers.Unauthorized(door).ExecuteAsync(context);
        }
        else if (door.Kind == DoorKind.Read)
        {
            await next(context);
        }
        else
        {
            await Enter(context, door, visitor);
        }
    }

    private async Task Enter(HttpContext context, Door door, Visitor visitor)
    {
        var kind = door.PatchesControl && ControlBody.Tightens(await RequestBody.Read(context)) ? DoorKind.Tighten : door.Kind;
        if (Objection(kind, visitor.Identity) is { } why)
        {
            await audit.Try(visitor.As(null), door.Audit, new { status = "forbidden", path = context.Request.Path.Value });
            await Answers.Forbidden(why).ExecuteAsync(context);
        }
        else if (kind == DoorKind.Act && !door.LoosensNothing && people.LooseningObjection is { } stands)
        {
            await audit.Try(visitor.As(null), door.Audit, new { status = "denied", code = stands.Code });
            await Answers.Refused(RefusalTable.Of(stands.Code).Status, stands.Code, stands.Text).ExecuteAsync(context);
        }
        else if (visitor.Session is { } session ? !await HasCsrf(context, door, session) : CrossSite(context))
        {
            await Answers.Refused(StatusCodes.Status403Forbidden, "csrf_token_missing", "The form is out of date: reload the page and try again.").ExecuteAsync(context);
        }
        else if (door.Form)
        {
            await next(context);
        }
        else
        {
            await writes.Pass(context, visitor.Identity, kind == DoorKind.Tighten, next);
        }
    }

    /// <summary>Null when this identity may pass.</summary>
    private string? Objection(DoorKind kind, Identity identity)
    {
        if (!identity.MayAct) return "Only operators may do this.";
        return kind == DoorKind.Act && identity.Shared && !options.Paper ? "The shared API_TOKEN may read and tighten only." : null;
    }

    private Visitor? Recognise(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        // Who shows a bearer token is judged by it alone: a wrong one is not rescued by a cookie.
        if (header.Length > 0) return Bearer(header) is { } identity ? new Visitor(identity, null) : Unauthenticated();
        return sessions.Find(context.Request.Cookies[Sessions.Cookie]) ?? Unauthenticated();
    }

    private Visitor? Unauthenticated() => options.AuthEnabled ? null : new Visitor(LocalDev, null);

    private Identity? Bearer(string header)
    {
        const string Scheme = "Bearer ";
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? directory.Find(header[Scheme.Length..].Trim()) : null;
    }

    private static Door DoorOf(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<Door>() is { } door) return door;
        var underApi = context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        if (endpoint is null || IsRoutingAnswer(endpoint)) return underApi ? Door.ForgottenRead : OpenDoor;
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!reads) return Door.ForgottenWrite;
        return underApi ? Door.ForgottenRead : OpenDoor;
    }

    private static readonly Door OpenDoor = new(DoorKind.Open);

    /// <summary>405 is an endpoint of the router's own, without a route.</summary>
    private static bool IsRoutingAnswer(Endpoint endpoint) => endpoint is not RouteEndpoint;

    /// <summary>With authentication off nothing else tells a foreign page's form from our own; a browser says where it comes from.</summary>
    internal static bool CrossSite(HttpContext context) => context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private static async Task<bool> HasCsrf(HttpContext context, Door door, Session session)
    {
        string? shown = context.Request.Headers["X-CSRF-Token"];
        if (door.Form && context.Request.HasFormContentType) shown = (await context.Request.ReadFormAsync())["csrf"];
        return shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(session.Csrf));
    }
}
