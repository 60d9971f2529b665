using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace PropBot.Bench;

/// <summary>PropBot as its own process, steered through its REST doors by two operators; killed with SIGKILL.</summary>
internal sealed class DrillDesk : IDisposable
{
    private readonly Process process;
    private readonly HttpClient http;
    private readonly string[] tokens;
    private readonly string approveToken;

    private DrillDesk(Process process, HttpClient http, string[] tokens, string approveToken) =>
        (this.process, this.http, this.tokens, this.approveToken) = (process, http, tokens, approveToken);

    public static async Task<DrillDesk> Start(string folder, DrillVenues venues, IReadOnlyList<string> symbols, int nakedSeconds)
    {
        var port = FreePort();
        var data = Path.Combine(folder, "data");
        var started = Programs.Start("PropBot.Web", new Dictionary<string, string>
        {
            ["DATA_DIR"] = data,
            ["API_PORT"] = $"{port}",
            ["SYMBOLS"] = string.Join(',', symbols),
            ["SIM_EXTERNAL"] = $"binance={venues.Binance},okx={venues.Okx}",
            ["SIM_KEY"] = "drill",
            ["SIM_SECRET"] = "drill-secret",
            ["SIM_PASSPHRASE"] = "drill-pass",
            ["NAKED_MAX_SECONDS"] = $"{nakedSeconds}",
            ["API_RATE_PER_MIN"] = "6000",
            ["API_BURST"] = "1000",
        });
        var log = Path.Combine(folder, "desk.log");
        started.OutputDataReceived += (_, e) => File.AppendAllText(log, e.Data + Environment.NewLine);
        started.ErrorDataReceived += (_, e) => File.AppendAllText(log, e.Data + Environment.NewLine);
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Until(() => Healthy(client, started), TimeSpan.FromSeconds(60), "healthz");
        var credentials = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "paper-credentials.json")))!;
        var people = credentials["operators"]!.AsArray().Where(o => o!["role"]!.GetValue<string>() == "operator").Select(o => o!["token"]!.GetValue<string>()).ToArray();
        return new DrillDesk(started, client, people, credentials["approve_token"]!.GetValue<string>());
    }

    public async Task<JsonNode> Get(string path) => JsonNode.Parse(await Call(HttpMethod.Get, path, null, 0))!;

    public Task<string> Post(string path, string body, int who = 0) => Call(HttpMethod.Post, path, body, who);

    public Task UntilRecovered() => Until(async () => Check(await Get("/api/ui/status/overview"), "recovery"), 60, "recovered");

    /// <summary>The first operator asks for resume, again until nothing stands against it.</summary>
    public Task AskResume() =>
        Until(async () => (await Post("/api/ui/resume-request", """{"reason":"drill","root_cause":"the drill's own doing"}""")).Contains("\"pending\":true", StringComparison.Ordinal), 60, "resume request");

    /// <summary>The other operator's word, with the second factor.</summary>
    public Task<string> ConfirmResume() => Confirm("/api/ui/resume-confirm");

    public Task<string> Confirm(string path) => Post(path, $$"""{"token":"{{approveToken}}"}""", 1);

    public Task<string> Patch(string path, string body) => Call(HttpMethod.Patch, path, body, 0);

    /// <summary>A call whose process dies has no answer.</summary>
    public static async Task Ended(Task<string> answer)
    {
        try
        {
            await answer;
        }
        catch (HttpRequestException)
        {
            // The connection goes down with the process.
        }
    }

    /// <summary>The regular way: request, the other operator's confirm, SAFE_MODE off, resume.</summary>
    public async Task ToRun()
    {
        await AskResume();
        await ConfirmResume();
        await Call(HttpMethod.Patch, "/api/ui/control", """{"safe_mode":false}""", 0);
        await Post("/api/ui/resume", "{}");
        var state = await Get("/api/ui/status/overview");
        if (state["mode"]!.GetValue<string>() != "RUN") throw new InvalidOperationException($"not in RUN: {state}");
    }

    public Task Until(Func<Task<bool>> condition, int seconds, string what) => Until(condition, TimeSpan.FromSeconds(seconds), what);

    public void Kill()
    {
        if (process.HasExited) return;
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
        http.Dispose();
    }

    private static async Task Until(Func<Task<bool>> condition, TimeSpan patience, string what)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > patience) throw new TimeoutException($"{what}: not within {patience.TotalSeconds:0} s");
            await beat.WaitForNextTickAsync();
        }
    }

    private static bool Check(JsonNode state, string name) =>
        state["preflight"]!.AsArray().Any(c => c!["name"]!.GetValue<string>() == name && c["green"]!.GetValue<bool>());

    private static async Task<bool> Healthy(HttpClient client, Process running)
    {
        if (running.HasExited) throw new InvalidOperationException($"PropBot ended with {running.ExitCode}");
        try
        {
            using var answer = await client.GetAsync(new Uri("/healthz", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> Call(HttpMethod method, string path, string? body, int who)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[who]);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
