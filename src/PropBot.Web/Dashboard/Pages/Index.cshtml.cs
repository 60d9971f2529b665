using Microsoft.AspNetCore.Mvc.RazorPages;
using PropBot.Trading.Control;
using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Dashboard.Pages;

/// <summary>The start page: log in, or see the desk and steer it.</summary>
public sealed class IndexModel(DeskLine desk, RequestBox book, AutopilotBook autopilot, WebOptions options) : PageModel
{
    public Visitor? Visitor { get; private set; }
    public DeskWords Words { get; private set; } = DeskWords.English;
    public DeskPage? Desk { get; private set; }
    public Request? Pending { get; private set; }
    public AutopilotStanding? Autopilot { get; private set; }
    public string? Said { get; private set; }
    public bool LoginFailed { get; private set; }
    public bool AsksKill { get; private set; }

    public bool MayAct => Visitor?.Identity.MayAct == true;

    public string Csrf => Visitor?.Session?.Csrf ?? "";

    public string Version => options.BuildVersion;

    /// <summary>The text of what has to happen next on the way to RUN.</summary>
    public string NextStep => (Desk!.Desk.State, Pending) switch
    {
        (DeskState.Hold, null) => Words["step_request"],
        (DeskState.Hold, _) => Words["step_confirm"],
        (DeskState.StandbySafe or DeskState.RunSafe, _) => Words["step_safe"],
        (DeskState.Standby, _) => Words["step_run"],
        _ => Words["step_none"],
    };

    public void OnGet(string? ask, string? failed)
    {
        Visitor = Access.Visitor.Maybe(HttpContext);
        Words = DeskWords.For(HttpContext, options);
        LoginFailed = failed is not null;
        if (Visitor is null) return;
        Desk = DeskPage.Of(desk.Snapshot, desk.Now, Words);
        Pending = book.Newest("resume") is { Pending: true } pending ? pending : null;
        Autopilot = autopilot.Read();
        Said = Visitor.Session?.TakeSaid();
        AsksKill = ask == "kill" && MayAct;
        Response.Headers.CacheControl = "no-store";
    }
}
