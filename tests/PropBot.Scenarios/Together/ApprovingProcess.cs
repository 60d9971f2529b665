using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PropBot.Testing.Desks;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;
using PropBot.Workflows.Courier;
using PropBot.Workflows.Inbox;

namespace PropBot.Scenarios.Together;

/// <summary>
/// The workflows of one process life over the harness's ledger and desk, registered as in production, with the real files. Whoever owns the
/// world calls <see cref="Step"/>; the pump runs by itself on virtual time.
/// </summary>
internal sealed class ApprovingProcess : IAsyncDisposable
{
    public const string SecondFactor = "second-factor-of-the-test";
    public static readonly Actor Ann = By("ann");
    public static readonly Actor Bob = By("bob");

    private readonly DeskHarness desk;
    private readonly ServiceProvider services;
    private readonly CourierRound courier;
    private Task round = Task.CompletedTask;

    private ApprovingProcess(DeskHarness desk, PeopleBook people)
    {
        this.desk = desk;
        var trading = desk.Desk;
        services = new ServiceCollection().AddLogging()
            .AddSingleton<TimeProvider>(desk.Clock).AddSingleton<ILedger>(desk.Writes).AddSingleton<IDesk>(trading)
            .AddSingleton(people).AddSingleton(people.Factors).AddSingleton<DeskDoor>(trading.Send)
            .AddWorkflows(new WorkflowOptions(Folder(), Paper: true, trading.Snapshot.BootId, Path.Combine(desk.Folder, "ops_approvals.json"), new TwoPersonPolicy(Paper: false), new MandateTerms("", "")))
            .BuildServiceProvider();
        courier = services.GetRequiredService<CourierRound>();
        Box = services.GetRequiredService<RequestBox>();
    }

    public RequestBox Box { get; }

    /// <summary>As a process starts: people, then the files, then the pump.</summary>
    public static ApprovingProcess Begin(DeskHarness desk)
    {
        var people = Done(desk, PeopleBook.Open(desk.Writes, desk.Clock, new PeopleOptions("paper", desk.Folder)
        {
            FileSource = "test",
            FromFile = [new OperatorEntry("ann", Role.Operator, "token-ann"), new OperatorEntry("bob", Role.Operator, "token-bob")],
            ApproveToken = SecondFactor,
        }));
        var process = new ApprovingProcess(desk, ((PeopleOpening.Ready)people).Book);
        foreach (var hosted in process.services.GetServices<IHostedService>().Where(service => service is not CourierLoop)) Done(desk, Begun(hosted.StartAsync(default)));
        return process;
    }

    /// <summary>Up to the next commit, that one included. False: nothing is left to do now.</summary>
    public bool Step()
    {
        if (round.IsCompleted) round = courier.Step();
        return desk.StepToCommit();
    }

    /// <summary>The clock moves on and nobody does anything about it yet.</summary>
    public void Wait(TimeSpan time) => desk.Clock.Advance(time);

    /// <summary>Time passes, the courier walks.</summary>
    public void Pass(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(50))
        {
            if (round.IsCompleted) round = courier.Step();
            desk.Advance(TimeSpan.FromMilliseconds(50));
        }
    }

    public InboxAnswer Await(Task<InboxAnswer> asked)
    {
        for (var i = 0; i < 400 && !asked.IsCompleted; i++) Pass(TimeSpan.FromMilliseconds(50));
        return asked.IsCompleted ? asked.GetAwaiter().GetResult() : throw new InvalidOperationException("no answer within 20 s");
    }

    public Task<InboxAnswer> Ask(string process, params (string Name, string Value)[] parameters) =>
        Box.Ask(Ann, new Wish(process, "asked by a test", parameters.ToImmutableSortedDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal), [.. parameters.Where(one => one.Name is "limit" or "scope").Select(one => one.Name)]));

    public Task<InboxAnswer> Confirm(string process) => Box.Confirm(Bob, Box.Newest(process), process.Replace('-', '_'), SecondFactor);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static Actor By(string name) => new(new Identity(name, Role.Operator), null, "test");

    private static async Task<bool> Begun(Task task)
    {
        await task;
        return true;
    }

    private static T Done<T>(DeskHarness desk, Task<T> task)
    {
        for (var i = 0; i < 1_000 && !task.IsCompleted; i++) desk.Settle();
        return task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("does not begin");
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PropBot.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "workflows");
    }
}
