using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PropBot.Testing;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Web.Tests;

/// <summary>All doors as they are in the process, with a fake desk behind them, a real ledger, and four people in front.</summary>
public sealed class Lobby : IAsyncDisposable
{
    public const string ApproveToken = "second-factor-of-the-test";
    public const string ApiToken = "shared-token-of-the-test";

    private readonly WebApplication app;
    private readonly bool ownsLedger;

    private Lobby(WebApplication app, ManualClock clock, FakeDesk desk, TestLedger ledger, bool ownsLedger) =>
        (this.app, Clock, Desk, Ledger, this.ownsLedger) = (app, clock, desk, ledger, ownsLedger);

    public PeopleBook People => app.Services.GetRequiredService<PeopleBook>();

    public ManualClock Clock { get; }

    public FakeDesk Desk { get; }

    public TestLedger Ledger { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<Lobby> Open(Func<WebOptions, WebOptions>? change = null, ManualClock? clock = null, TestLedger? ledger = null, string? apiToken = ApiToken, Role roleOfA = Role.Operator)
    {
        clock ??= new ManualClock();
        var owns = ledger is null;
        ledger ??= new TestLedger(clock);
        var desk = new FakeDesk(clock) { Ledger = ledger };
        var options = new WebOptions { SnapshotDirectory = Path.Combine(ledger.Directory, "snapshots"), ApprovalsFile = Path.Combine(ledger.Directory, "ops_approvals.json"), Burst = 1000, Secrets = ["planted-secret-value"] };
        options = change?.Invoke(options) ?? options;
        var people = Assert.IsType<PeopleOpening.Ready>(await PeopleBook.Open(ledger, clock, new PeopleOptions(options.Profile, ledger.Directory)
        {
            FileSource = PropBot.Web.Access.People.StoreSource,
            FromFile =
            [
                new OperatorEntry("operator-a", roleOfA, "token-a"), new OperatorEntry("operator-b", Role.Operator, "token-b"),
                new OperatorEntry("viewer", Role.Viewer, "token-viewer"), new OperatorEntry("auditor", Role.Auditor, "token-auditor"),
            ],
            ApiToken = apiToken,
            ApproveToken = ApproveToken,
        })).Book;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DoorSetup).Assembly.GetName().Name,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<ILedger>(ledger).AddSingleton<IDesk>(desk);
        builder.AddDoors(options, people);
        var doors = builder.Build();
        doors.UseDoors();
        await doors.StartAsync();
        return new Lobby(doors, clock, desk, ledger, owns);
    }

    /// <summary>A client with the token of <c>a</c>, <c>b</c>, <c>viewer</c>, <c>auditor</c>, <c>api</c>, or none.</summary>
    public Person Who(string? name = null) => new(NewClient(), name switch { null => null, "api" => ApiToken, _ => $"token-{name}" });

    public Task<System.Net.WebSockets.WebSocket> Socket(string path, string name)
    {
        var client = app.GetTestServer().CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Authorization = $"Bearer token-{name}";
        return client.ConnectAsync(new Uri(app.GetTestServer().BaseAddress, path), CancellationToken.None);
    }

    /// <summary>Follows no redirect and keeps no cookie.</summary>
    public HttpClient NewClient() => app.GetTestClient();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        if (ownsLedger) await Ledger.DisposeAsync();
    }

    /// <summary>Somebody in front of the doors.</summary>
    public sealed class Person(HttpClient http, string? token)
    {
        public Task<Reply> Get(string path) => Send(HttpMethod.Get, path, null);

        public Task<Reply> Post(string path, string? body = null, string? idempotencyKey = null) => Send(HttpMethod.Post, path, body, idempotencyKey);

        public Task<Reply> Patch(string path, string body) => Send(HttpMethod.Patch, path, body);

        public async Task<Reply> Send(HttpMethod method, string path, string? body, string? idempotencyKey = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
            if (body is not null) request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await http.SendAsync(request);
            var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
            return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
        }
    }

    public sealed record Reply(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;

        /// <summary>The text at a path of names, as JSON.</summary>
        public string At(params string[] path)
        {
            var found = path.Aggregate(Json, (element, name) => element.GetProperty(name));
            return found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText();
        }

        public string Detail => At("detail");
    }
}
