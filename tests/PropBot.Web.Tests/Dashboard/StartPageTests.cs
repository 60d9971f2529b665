using System.Net;
using System.Text.RegularExpressions;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;
using PropBot.Web.Dashboard;

namespace PropBot.Web.Tests.Dashboard;

public sealed class StartPageTests
{
    [Fact]
    public async Task a_stranger_sees_the_login_form_and_no_number()
    {
        await using var lobby = await Lobby.Open();
        var page = await lobby.Who().Get("/");

        Assert.Contains("action=\"/login\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("60,", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("BTCUSDT", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wrong_token_gets_no_session()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        var page = await browser.Login("nobody");

        Assert.Contains("Nobody known holds this token", page, StringComparison.Ordinal);
        Assert.Null(browser.Cookie);
    }

    [Fact]
    public async Task the_session_cookie_is_httponly_and_strict_and_holds_no_token()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        await browser.Login("token-a");

        Assert.Contains("httponly", browser.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", browser.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("token-a", browser.SetCookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task shows_mode_books_edges_blocks_and_hedges_with_both_legs()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Runaway = new(250, 300, 0, 600), Blocks = [new Block("partial", "hedge h1 is partial")], Hedges = [FakeDesk.Hedge("h1", "BTCUSDT", HedgeState.Partial, "auto_hedge", s.At)] });
        using var browser = new Browser(lobby);
        var page = await browser.Login("token-a");

        foreach (var text in new[] { "restart_safe_mode", "PAPER", "BTCUSDT", "ETHUSDT", "binance → okx", "24.97", "1.47", "hedge h1 is partial", "binance long", "okx short", "50\u202f000", "60\u202f150", "KILL", "NEAR LIMIT", "250/300" })
            Assert.True(page.Contains(text, StringComparison.Ordinal), $"{text} is not on the page");
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_dead_man_switches_count_down_and_say_what_is_wrong_in_both_languages()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with
        {
            Venues =
            [
                s.Venues[0] with { DeadMen = [new DeadManView("BTCUSDT", s.At.AddSeconds(27), "", null), new DeadManView("ETHUSDT", s.At.AddSeconds(29), "", null)] },
                s.Venues[1] with { DeadMen = [new DeadManView(null, s.At.AddSeconds(12), "50011 too many requests", s.At)] },
            ],
        });
        using var browser = new Browser(lobby);
        var page = await browser.Login("token-a");
        Assert.Contains("fires in 27 s", page, StringComparison.Ordinal);
        Assert.Contains("NOT REFRESHED: 50011 too many requests", page, StringComparison.Ordinal);
        var overview = (await lobby.Who("viewer").Get("/api/ui/status/overview")).Json;
        Assert.Equal(3, overview.GetProperty("dead_man").GetArrayLength());
        Assert.Equal("50011 too many requests", overview.GetProperty("dead_man")[2].GetProperty("trouble").GetString());
        Assert.Contains(overview.GetProperty("components").EnumerateArray(), c => c.GetProperty("id").GetString() == "dead_man_okx" && c.GetProperty("status").GetString() == "ERROR");
        Assert.Contains("сработает через", DeskPage.Of(lobby.Desk.Snapshot, lobby.Desk.Snapshot.At, DeskWords.Russian).Venues[0].Cells["dead_man"], StringComparison.Ordinal);
        Assert.Equal("выключен: ничего не стоит", DeskPage.Of(lobby.Desk.Snapshot with { Venues = [lobby.Desk.Snapshot.Venues[0] with { DeadMen = [] }] }, lobby.Desk.Snapshot.At, DeskWords.Russian).Venues[0].Cells["dead_man"]);
    }

    [Fact]
    public async Task empty_states_say_what_will_come()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Pairs = [] });
        using var browser = new Browser(lobby);
        var page = await browser.Login("token-a");

        Assert.Contains("No hedge so far", page, StringComparison.Ordinal);
        Assert.Contains("the desk is starting", page, StringComparison.Ordinal);
        Assert.Contains("no data", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task two_operators_bring_the_desk_to_run_with_forms_alone()
    {
        await using var lobby = await Lobby.Open();
        using var a = new Browser(lobby);
        using var b = new Browser(lobby);
        await a.Login("token-a");
        await b.Login("token-b");

        await a.Press("/desk/resume-request", ("reason", "all clear"));
        Assert.Contains("another operator", await a.Press("/desk/resume-confirm", ("token", Lobby.ApproveToken)), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("HOLD is left", await b.Press("/desk/resume-confirm", ("token", Lobby.ApproveToken)), StringComparison.Ordinal);
        await b.Press("/desk/safe-mode-off");
        await b.Press("/desk/run");
        Assert.Equal(DeskState.Run, lobby.Desk.Snapshot.State);
        await a.Press("/desk/hold", ("reason", "lunch"));
        Assert.Equal("lunch", lobby.Desk.Snapshot.ShownHoldReason!.Code);
    }

    [Fact]
    public async Task the_root_cause_is_asked_for_after_a_p0_only()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        Assert.DoesNotContain("root_cause", await browser.Login("token-a"), StringComparison.Ordinal);
        await lobby.Desk.Send(new PropBot.Trading.Desk.DeskCommand.EngageHold("desk", "desync", "reconciliation"));
        Assert.Contains("root_cause", await browser.Look(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_kill_form_names_what_flattening_each_venue_would_leave_naked()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        await browser.Login("token-a");
        lobby.Desk.Set(s => s with { Flatten = PropBot.Trading.Desk.FlattenView.Of([FakeDesk.Hedge("h1", "BTCUSDT", PropBot.Trading.Positions.HedgeState.Hedged, "a", s.At) with { Mid = new(50_000m) }], venue => venue == PropBot.Trading.Instruments.Venue.Binance) });
        var asked = await browser.Look("/?ask=kill");
        Assert.Contains("1\u202f000.00 USDT", System.Net.WebUtility.HtmlDecode(asked), StringComparison.Ordinal);
        Assert.Contains("would then stand without its other leg", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task kill_asks_first_and_acts_on_the_second_press()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        await browser.Login("token-a");
        var asked = await browser.Press("/desk/kill");
        Assert.Contains("Kill cancels every order", asked, StringComparison.Ordinal);
        Assert.Empty(lobby.Desk.Commands);
        var done = await browser.Press("/desk/kill", ("confirm", "yes"), ("flatten", "each_venue"));

        Assert.Contains("KILL PENDING", done, StringComparison.Ordinal);
        Assert.Equal(PropBot.Trading.Control.FlattenScope.EachVenue, lobby.Desk.Snapshot.Kill!.Flatten);
    }

    [Fact]
    public async Task a_form_without_the_csrf_token_does_nothing()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        await browser.Login("token-a");
        browser.Csrf = "guessed";
        await browser.Press("/desk/hold");

        Assert.Equal(HttpStatusCode.Forbidden, browser.LastStatus);
        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task the_cookie_alone_writes_nothing_through_the_api()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        await browser.Login("token-a");

        Assert.Equal(HttpStatusCode.Forbidden, await browser.PostApi("/api/ui/hold", csrf: null));
        Assert.Equal(HttpStatusCode.OK, await browser.PostApi("/api/ui/hold", browser.Csrf));
    }

    [Fact]
    public async Task a_viewer_sees_read_only_and_disabled_buttons_and_the_server_refuses_anyway()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        var page = await browser.Login("token-viewer");
        var buttons = Regex.Matches(page, "<button[^>]*>", RegexOptions.None, TimeSpan.FromSeconds(1));

        Assert.Contains("READ ONLY", page, StringComparison.Ordinal);
        Assert.True(buttons.Count >= 3);
        Assert.All(buttons, button => Assert.Contains("disabled", button.Value, StringComparison.Ordinal));
        await browser.Press("/desk/hold");
        Assert.Equal(HttpStatusCode.Forbidden, browser.LastStatus);
        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task old_data_is_said_in_words()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        Assert.DoesNotContain("DATA IS OLD</small>", await browser.Login("token-a"), StringComparison.Ordinal);
        lobby.Clock.Advance(TimeSpan.FromSeconds(3.1));

        Assert.Contains("DATA IS OLD</small>", await browser.Look(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task speaks_russian_by_setting_and_by_choice()
    {
        await using var russian = await Lobby.Open(options => options with { Language = "ru" });
        Assert.Contains("Войти", WebUtility.HtmlDecode((await russian.Who().Get("/")).Text), StringComparison.Ordinal);

        await using var english = await Lobby.Open();
        using var browser = new Browser(english);
        Assert.Contains("Naked exposure", await browser.Login("token-a"), StringComparison.Ordinal);
        Assert.Contains("Непокрытая позиция", await browser.Look("/language?to=ru"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task logging_out_ends_the_session()
    {
        await using var lobby = await Lobby.Open();
        using var browser = new Browser(lobby);
        await browser.Login("token-a");
        var before = browser.Cookie;
        await browser.Look("/logout");
        browser.Cookie = before;

        Assert.Contains("action=\"/login\"", await browser.Look(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_page_and_its_files_come_from_our_origin_under_a_strict_policy()
    {
        await using var lobby = await Lobby.Open();
        var page = await lobby.Who().Get("/");
        Assert.Contains("script-src 'self';", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page.Text, StringComparison.Ordinal);
        Assert.Equal((200, 200), ((await lobby.Who().Get("/desk.css")).Status, (await lobby.Who().Get("/desk.js")).Status));
    }

    /// <summary>A browser without JavaScript: follows redirects, keeps the cookie, finds the CSRF token on the page.</summary>
    private sealed class Browser(Lobby lobby) : IDisposable
    {
        private readonly HttpClient http = lobby.NewClient();

        public string? Cookie { get; set; }

        public string SetCookie { get; private set; } = "";

        public string Csrf { get; set; } = "";

        public HttpStatusCode LastStatus { get; private set; }

        public Task<string> Login(string token) => Press("/login", ("token", token));

        public Task<string> Look(string path = "/") => Send(new HttpRequestMessage(HttpMethod.Get, path));

        public Task<string> Press(string path, params (string Name, string Value)[] fields) => Send(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Append(("csrf", Csrf)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        });

        public async Task<HttpStatusCode> PostApi(string path, string? csrf)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Headers.Add("Cookie", Cookie);
            if (csrf is not null) request.Headers.Add("X-CSRF-Token", csrf);
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }

        public void Dispose() => http.Dispose();

        private async Task<string> Send(HttpRequestMessage request)
        {
            using (request)
            {
                if (Cookie is not null) request.Headers.Add("Cookie", Cookie);
                using var response = await http.SendAsync(request);
                LastStatus = response.StatusCode;
                if (response.Headers.TryGetValues("Set-Cookie", out var set)) Keep(set.Single());
                if (response.StatusCode == HttpStatusCode.Redirect) return await Look(response.Headers.Location!.ToString());
                var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
                if (Regex.Match(page, "name=\"csrf\" value=\"(?<token>[0-9a-f]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) is { Success: true } found)
                    Csrf = found.Groups["token"].Value;
                return page;
            }
        }

        private void Keep(string setCookie)
        {
            SetCookie = setCookie;
            var pair = setCookie.Split(';')[0];
            Cookie = pair.EndsWith('=') ? null : pair;
        }
    }
}
