using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Plumbing;

/// <summary>The next connection is opened beside the present one and takes over when it is ready (case 54).</summary>
public sealed class SocketRenewalTests : IAsyncDisposable
{
    private readonly ManualClock clock = new();
    private readonly FakeSockets sockets = new();
    private readonly ConcurrentQueue<string> told = new();
    private readonly List<TaskCompletionSource> ready = [];
    private readonly VenueSocket socket;
    private Func<int, Task> leaving = static _ => Task.CompletedTask;

    public SocketRenewalTests() => socket = new VenueSocket(
        Make, new SocketOptions { SilenceAfter = Timeout.InfiniteTimeSpan, MaxAge = TimeSpan.FromHours(23), WatchEvery = TimeSpan.FromMinutes(1) }, sockets, clock, seed: 1);

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    [Fact]
    public async Task case_54_at_its_age_a_connection_is_replaced_without_a_gap()
    {
        var old = await Standing();
        clock.Advance(TimeSpan.FromHours(23));
        var next = await sockets.Await(1);
        old.Push("while both are open");
        await Told("0 hears while both are open");
        next.Push("snapshot");
        await Told("1 hears snapshot");
        Assert.DoesNotContain("1 stands", told);
        MakeReady(1);
        await Told("0 ended renewed");
        Assert.Equal(
            ["0 connecting", "0 stands", "0 hears while both are open", "1 hears snapshot", "1 stands", "0 ended renewed"], told);
        Assert.True(old.ClosedByClient);
        Assert.True(await socket.TrySend("x"u8.ToArray()));
        Assert.Equal(["x"], next.Sent);
    }

    [Fact]
    public async Task a_renewal_that_cannot_connect_leaves_the_old_one_standing_and_is_tried_again_ever_more_rarely()
    {
        var old = await Standing();
        sockets.Refuse = _ => new WebSocketException("refused");
        socket.Renew("notice");
        var waits = new List<TimeSpan>();
        for (var i = 1; i <= 5; i++)
        {
            await Condition.Holds(() => told.Count(t => t.EndsWith("renewal failed refused", StringComparison.Ordinal)) == i && clock.NextDue < clock.GetUtcNow().AddSeconds(31), $"attempt {i}");
            waits.Add(clock.NextDue!.Value - clock.GetUtcNow());
            if (i == 5) sockets.Refuse = static _ => null;
            clock.Advance(waits[^1]);
        }

        Assert.True(waits[4] > waits[0] * 6, string.Join(' ', waits));
        old.Push("still here");
        await Told("0 hears still here");
        await sockets.Await(1);
        MakeReady(ready.Count - 1);
        await Told("0 ended renewed");
        Assert.DoesNotContain(told, t => t.Contains("down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_renewal_that_is_never_ready_is_given_up_and_the_old_one_stays()
    {
        var old = await Standing();
        socket.Renew("notice");
        await sockets.Await(1);
        await Condition.Holds(() => clock.NextDue <= clock.GetUtcNow().AddSeconds(20), "patience runs");
        clock.Advance(TimeSpan.FromSeconds(20));
        await Told("1 renewal failed not ready within 20 s");
        old.Push("still here");
        await Told("0 hears still here");
        Assert.DoesNotContain(told, t => t.Contains("down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task when_the_old_one_dies_first_that_is_told_and_the_next_takes_its_place_at_once()
    {
        var old = await Standing();
        socket.Renew("notice");
        await sockets.Await(1);
        old.CloseByVenue(1001, "bye");
        await Told("0 down closed by the venue: 1001 bye");
        MakeReady(1);
        await Told("1 stands");
        Assert.Equal(2, sockets.Opened.Count);
    }

    [Fact]
    public async Task what_the_old_one_still_awaits_is_waited_for_and_not_longer_than_allowed()
    {
        var replies = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        leaving = nth => nth == 0 ? replies.Task : Task.CompletedTask;
        var old = await Standing();
        socket.Renew("notice");
        await sockets.Await(1);
        MakeReady(1);
        await Told("1 stands");
        old.Push("a late reply");
        await Told("0 hears a late reply");
        Assert.False(old.ClosedByClient);
        await Condition.Holds(() => clock.NextDue <= clock.GetUtcNow().AddSeconds(5), "patience runs");
        clock.Advance(TimeSpan.FromSeconds(5));
        await Told("0 ended renewed");
        Assert.True(old.ClosedByClient);
    }

    [Fact]
    public async Task a_venue_that_does_not_answer_the_goodbye_is_hung_up_on()
    {
        var old = await Standing();
        old.IsRude = true;
        socket.Renew("notice");
        await sockets.Await(1);
        MakeReady(1);
        await Condition.Holds(() => old.ClosedByClient && clock.NextDue <= clock.GetUtcNow().AddSeconds(5), "goodbye was said");
        clock.Advance(TimeSpan.FromSeconds(5));
        await Told("0 ended renewed");
        Assert.True(old.IsAborted);
    }

    [Fact]
    public async Task disposal_in_the_middle_of_a_renewal_ends_both_and_tells_no_down()
    {
        var old = await Standing();
        socket.Renew("notice");
        var next = await sockets.Await(1);
        await socket.DisposeAsync();
        Assert.True(old.IsAborted && next.IsAborted);
        Assert.Equal(2, told.Count(t => t.Contains("ended", StringComparison.Ordinal)));
        Assert.DoesNotContain(told, t => t.Contains("down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task renewing_what_is_not_there_does_nothing()
    {
        sockets.Refuse = _ => new WebSocketException("refused");
        socket.Start();
        await Told("0 down refused");
        socket.Renew("notice");
        Assert.Empty(sockets.Opened);
    }

    private async Task<FakeSocket> Standing()
    {
        socket.Start();
        var first = await sockets.Await(0);
        MakeReady(0);
        await Told("0 stands");
        await Condition.Holds(() => first.IsDrained, "reading");
        return first;
    }

    private void MakeReady(int nth)
    {
        lock (ready) ready[nth].SetResult();
    }

    private Task Told(string what) => Condition.Holds(() => told.Contains(what), $"{what}; told: {string.Join(" | ", told)}");

    private SocketHandlers Make()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int nth;
        lock (ready)
        {
            nth = ready.Count;
            ready.Add(mine);
        }

        return new SocketHandlers
        {
            Address = _ => ValueTask.FromResult(new Uri("ws://venue/stream")),
            Opened = static (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop),
            Message = bytes =>
            {
                told.Enqueue($"{nth} hears {Encoding.UTF8.GetString(bytes)}");
                return true;
            },
            Ready = mine.Task,
            Connecting = () => told.Enqueue($"{nth} connecting"),
            Stands = () => told.Enqueue($"{nth} stands"),
            Leaving = () => leaving(nth),
            Down = reason => told.Enqueue($"{nth} down {reason}"),
            RenewalFailed = reason => told.Enqueue($"{nth} renewal failed {reason}"),
            Ended = reason => told.Enqueue($"{nth} ended {reason}"),
        };
    }
}
