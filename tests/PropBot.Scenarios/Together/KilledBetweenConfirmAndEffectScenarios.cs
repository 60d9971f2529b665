using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Inbox;
using Xunit.Abstractions;

namespace PropBot.Scenarios.Together;

/// <summary>
/// The whole process, desk and workflows over one ledger, dies after each commit between a person's word and its effect (before the first
/// one too); nothing else of it survives a kill -9. Then it is started again and the person, who had no answer, says it again.
/// </summary>
public class KilledBetweenConfirmAndEffectScenarios(ITestOutputHelper output)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task hold_is_left_at_most_once_and_only_by_the_second_person()
    {
        var told = new List<string>();
        for (var commits = 0; ; commits++)
        {
            await using var desk = Ready();
            var (first, request) = Asked(desk, "resume", ("root_cause", ""));
            var answer = first.Confirm("resume");
            var alive = RunUntil(first, answer, commits);
            var leftInFirst = desk.Snapshot.State != DeskState.Hold;
            if (alive)
            {
                Assert.True(leftInFirst);
                Assert.IsType<InboxAnswer.Given>(await answer);
                break;
            }

            await desk.Crash();
            Assert.Equal(DeskState.Hold, desk.Snapshot.State);
            var second = ApprovingProcess.Begin(desk);
            desk.Quiet();
            second.Pass(Moment);
            _ = second.Await(second.Confirm("resume"));
            second.Pass(Moment);
            var leftInSecond = desk.Snapshot.State != DeskState.Hold;
            var used = desk.Count("select count(*) from permit where state = 'used'");
            told.Add($"{commits}: left in the first life {leftInFirst}, in the second {leftInSecond}, request {second.Box.Find(request)!.Status}");
            Assert.False(leftInFirst && leftInSecond, told[^1]);
            Assert.Equal(leftInSecond || (leftInFirst && used == 1) ? 1 : 0, used);
            Assert.Equal(0, desk.Count("select count(*) from permit where state in ('issued', 'using')"));
            Assert.Equal(0, desk.Count("select count(*) from permit where by <> 'bob'"));
            Assert.Equal(0, desk.Count($"select count(*) from permit where state = 'void' and boot_id = '{desk.Snapshot.BootId}'"));
            Assert.IsType<AuditVerdict.Intact>(desk.Ledger.Read(AuditChain.Verify));
        }

        foreach (var line in told) output.WriteLine(line);
        Assert.True(told.Count >= 4, $"only {told.Count} points");
    }

    [Fact]
    public async Task without_the_second_person_no_death_leaves_hold()
    {
        var points = 0;
        for (var commits = 0; ; commits++)
        {
            await using var desk = Ready();
            var first = ApprovingProcess.Begin(desk);
            var asked = first.Ask("resume", ("root_cause", ""));
            if (RunUntil(first, asked, commits)) break;
            points++;
            await desk.Crash();
            var second = ApprovingProcess.Begin(desk);
            desk.Quiet();
            second.Pass(TimeSpan.FromMinutes(1));
            Assert.Equal(DeskState.Hold, desk.Snapshot.State);
            Assert.Equal(0, desk.Count("select count(*) from permit"));
            Assert.IsType<AuditVerdict.Intact>(desk.Ledger.Read(AuditChain.Verify));
        }

        output.WriteLine($"{points} points");
        Assert.True(points >= 2, $"only {points} points");
    }

    [Fact]
    public async Task a_limit_is_raised_exactly_when_its_permit_says_used()
    {
        var told = new List<string>();
        for (var commits = 0; ; commits++)
        {
            await using var desk = Ready();
            var (first, request) = Asked(desk, "raise-limit", ("limit", "max_total_notional_usdt"), ("scope", ""), ("value", "9000000"), ("until", ""));
            var answer = first.Confirm("raise-limit");
            if (RunUntil(first, answer, commits))
            {
                Assert.IsType<InboxAnswer.Given>(await answer);
                Assert.Equal(1, Raised(desk));
                break;
            }

            await desk.Crash();
            var second = ApprovingProcess.Begin(desk);
            desk.Quiet();
            second.Pass(Moment);
            _ = second.Await(second.Confirm("raise-limit"));
            second.Pass(TimeSpan.FromSeconds(8));
            var used = desk.Count("select count(*) from permit where state = 'used'");
            told.Add($"{commits}: raised {Raised(desk)}, used {used}, request {second.Box.Find(request)!.Status}");
            Assert.True(used == Raised(desk), told[^1]);
            Assert.True((second.Box.Find(request)!.Status == Workflows.Approvals.ApprovalStatus.Approved) == (used == 1), told[^1]);
            Assert.Equal(0, desk.Count("select count(*) from permit where state in ('issued', 'using')"));
            Assert.IsType<AuditVerdict.Intact>(desk.Ledger.Read(AuditChain.Verify));
        }

        foreach (var line in told) output.WriteLine(line);
        Assert.True(told.Count >= 4, $"only {told.Count} points");
    }

    private static long Raised(DeskHarness desk) => desk.Count("select count(*) from approved_setting where value = '9000000'");

    /// <returns>True when it was answered, and nothing more was written for a while, before that many commits were made.</returns>
    private static bool RunUntil(ApprovingProcess process, Task<InboxAnswer> answer, int commits)
    {
        var still = 0;
        for (var made = 0; made < commits;)
        {
            if (answer.IsCompleted && still == 20) return true;
            if (process.Step())
            {
                made++;
                still = 0;
            }
            else
            {
                process.Wait(TimeSpan.FromMilliseconds(50));
                still++;
            }
        }

        return false;
    }

    private static (ApprovingProcess Process, string Request) Asked(DeskHarness desk, string process, params (string Name, string Value)[] parameters)
    {
        var life = ApprovingProcess.Begin(desk);
        var answer = life.Await(life.Ask(process, parameters));
        return answer is InboxAnswer.Given given ? (life, given.Request.Id) : throw new InvalidOperationException($"asking was refused: {((InboxAnswer.No)answer).Why}");
    }

    private static DeskHarness Ready()
    {
        var desk = new DeskHarness();
        desk.Quiet();
        desk.Until(() => desk.Snapshot.Preflight.All(check => check.Green), "preflight");
        return desk;
    }
}
