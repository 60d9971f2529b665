using PropBot.Trading.Control;
using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Dashboard;

/// <summary>The buttons of the start page: the same actions as the API, answered by going back to the page with a sentence.</summary>
public static class DeskForms
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/login", Login).Behind(new Door(DoorKind.Open)).ExcludeFromDescription();
        // Links, not forms: they change nothing but the visitor's own session, and the cookie never comes along from another site.
        app.MapGet("/logout", Logout).Behind(new Door(DoorKind.Read) { Form = true }).ExcludeFromDescription();
        app.MapGet("/language", Language).Behind(new Door(DoorKind.Read) { Form = true }).ExcludeFromDescription();

        Form(app, "hold", DoorKind.Tighten, "HOLD", "said_hold", (context, form) => Get<EmergencyActions>(context).Hold(Who(context), form["reason"]));
        Form(app, "safe-mode-on", DoorKind.Tighten, "SAFE_MODE_ON", "done", (context, _) => Get<EmergencyActions>(context).SafeModeOn(Who(context)));
        Form(app, "resume-request", DoorKind.Act, "RESUME_REQUEST", "said_requested", (context, form) => Get<ResumeActions>(context).Request(Who(context), form["reason"], form["root_cause"]));
        Form(app, "resume-confirm", DoorKind.Act, "RESUME_APPROVE", "said_confirmed", (context, form) => Get<ResumeActions>(context).Confirm(Who(context), form["token"]));
        Form(app, "resume-withdraw", DoorKind.Act, "RESUME_WITHDRAW", "done", (context, _) => Get<ResumeActions>(context).Close(Who(context)));
        Form(app, "safe-mode-off", DoorKind.Act, "SAFE_MODE_OFF", "done", (context, _) => Get<ResumeActions>(context).SafeModeOff(Who(context)));
        Form(app, "run", DoorKind.Act, "RESUME_EXECUTE", "said_run", (context, _) => Get<ResumeActions>(context).Resume(Who(context)));
        app.MapPost("/desk/kill", Kill).Behind(new Door(DoorKind.Tighten, "KILL") { Form = true }).ExcludeFromDescription();
    }

    private static void Form(
        IEndpointRouteBuilder app, string name, DoorKind kind, string audit, string said, Func<HttpContext, IFormCollection, Task<Answer>> act) =>
        app.MapPost($"/desk/{name}", async (HttpContext context, WebOptions options) =>
        {
            var answer = await act(context, await Fields(context));
            return Back(context, answer.Good ? DeskWords.For(context, options)[said] : answer.Text ?? answer.Code);
        }).Behind(new Door(kind, audit) { Form = true, LoosensNothing = audit == "RESUME_WITHDRAW" }).ExcludeFromDescription();

    /// <summary>The first press asks, the second (with <c>confirm</c>) acts; both are posts of one person.</summary>
    private static async Task<IResult> Kill(HttpContext context, EmergencyActions actions, WebOptions options)
    {
        var form = await Fields(context);
        if (form["confirm"] != "yes") return Results.Redirect("/?ask=kill");
        var answer = await actions.Kill(Who(context), FlattenScopes.TryParse(form["flatten"].ToString(), out var scope) ? scope : FlattenScope.None);
        return Back(context, answer.Good ? DeskWords.For(context, options)["said_kill"] : answer.Text ?? answer.Code);
    }

    private static async Task<IResult> Login(HttpContext context, Sessions sessions)
    {
        // Else a foreign page could log a browser in as somebody its owner is not.
        if (AccessMiddleware.CrossSite(context)) return Results.Redirect("/?failed=1");
        var form = await Fields(context);
        if (Visitor.Maybe(context)?.Session is { } earlier) sessions.End(earlier);
        if (sessions.Start(form["token"].ToString().Trim()) is not { } session) return Results.Redirect("/?failed=1");
        context.Response.Cookies.Append(Sessions.Cookie, session.Id, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
            IsEssential = true,
        });
        return Results.Redirect("/");
    }

    private static IResult Logout(HttpContext context, Sessions sessions)
    {
        if (Visitor.Of(context).Session is { } session) sessions.End(session);
        context.Response.Cookies.Delete(Sessions.Cookie);
        return Results.Redirect("/");
    }

    private static IResult Language(HttpContext context)
    {
        if (Visitor.Of(context).Session is { } session) session.Language = context.Request.Query["to"] == "ru" ? "ru" : "en";
        return Results.Redirect("/");
    }

    private static IResult Back(HttpContext context, string said)
    {
        if (Visitor.Of(context).Session is { } session) session.Said = said;
        return Results.Redirect("/");
    }

    private static async Task<IFormCollection> Fields(HttpContext context) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : FormCollection.Empty;

    private static Actor Who(HttpContext context) => Visitor.Of(context).As(null);

    private static T Get<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();
}
