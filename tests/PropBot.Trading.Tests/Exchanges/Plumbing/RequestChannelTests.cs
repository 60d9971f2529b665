using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Plumbing;

using Outcome = RequestOutcome<string>;

/// <summary>A made-up wire: "id answer", login "hello" answered by "welcome".</summary>
public sealed class RequestChannelTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ManualClock clock = new();
    private readonly FakeSockets sockets = new();
    private readonly ConcurrentQueue<string> late = new();
    private readonly RequestChannel<string> channel;

    public RequestChannelTests()
    {
        sockets.OnOpened = socket => socket.OnSent = text =>
        {
            if (text == "hello") socket.Push("welcome");
        };
        channel = new RequestChannel<string>(Wire, atMost: 5, new SocketOptions { SilenceAfter = Timeout.InfiniteTimeSpan, WatchEvery = TimeSpan.FromMinutes(1) }, sockets, clock, seed: 1);
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    [Fact]
    public async Task each_reply_finds_its_request_in_whatever_order_they_come()
    {
        var venue = await Open();
        var (a, b) = (Ask("a"), Ask("b"));
        await Condition.Holds(() => venue.Sent.Count == 3, "both left");
        venue.Push("b two");
        venue.Push("a one");
        Assert.Equal(new Outcome.Answered("one"), await a);
        Assert.Equal(new Outcome.Answered("two"), await b);
        Assert.Equal(0, channel.InFlight);
    }

    [Fact]
    public async Task case_39_all_requests_in_flight_when_the_socket_dies_are_lost_and_none_is_said_not_sent()
    {
        var venue = await Open();
        var asked = Enumerable.Range(0, 5).Select(i => Ask($"r{i}")).ToArray();
        await Condition.Holds(() => venue.Sent.Count == 6, "all left");
        venue.Push("r3 done");
        Assert.Equal(new Outcome.Answered("done"), await asked[3]);
        venue.Break();
        foreach (var i in new[] { 0, 1, 2, 4 }) Assert.Contains("the line broke", Assert.IsType<Outcome.Lost>(await asked[i]).Clue, StringComparison.Ordinal);
        Assert.IsType<Outcome.NotSent>(await Ask("afterwards"));
    }

    [Fact]
    public async Task an_answer_that_does_not_come_in_time_is_lost_and_its_late_coming_is_told()
    {
        var venue = await Open();
        var asked = Ask("slow");
        clock.Advance(Patience);
        Assert.Equal(new Outcome.Lost("no answer within 2000 ms"), await asked);
        venue.Push("slow after all");
        await Condition.Holds(() => late.Contains("slow after all"), "the late reply");
        var again = Ask("slow");
        venue.Push("slow now");
        Assert.Equal(new Outcome.Answered("now"), await again);
    }

    [Fact]
    public async Task without_a_connection_or_before_the_login_nothing_is_sent()
    {
        sockets.OnOpened = null;
        channel.Start();
        var venue = await sockets.Await(0);
        await Condition.Holds(() => venue.Sent.Count == 1, "login asked");
        Assert.IsType<Outcome.NotSent>(await Ask("early"));
        Assert.Equal(["hello"], venue.Sent);
        venue.Push("welcome");
        await Condition.Holds(() => channel.IsOpen, "open");
    }

    [Fact]
    public async Task one_more_than_allowed_is_not_sent_and_neither_is_an_id_that_waits_already()
    {
        var venue = await Open();
        _ = Ask("a");
        Assert.Contains("a waits for its answer", Assert.IsType<Outcome.NotSent>(await Ask("a")).Why, StringComparison.Ordinal);
        for (var i = 0; i < 4; i++) _ = Ask($"r{i}");
        Assert.Equal(new Outcome.NotSent("5 requests wait for their answers already"), await Ask("sixth"));
        await Condition.Holds(() => venue.Sent.Count == 6, "login and five");
        venue.Push("a done");
        await Condition.Holds(() => channel.InFlight == 4, "room for one");
        _ = Ask("sixth");
        await Condition.Holds(() => venue.Sent.Contains("sixth"), "sent");
    }

    [Fact]
    public async Task a_line_that_breaks_under_the_write_makes_it_lost_and_is_given_up()
    {
        var venue = await Open();
        venue.FailSends = new WebSocketException("broken pipe");
        Assert.Contains("broken pipe", Assert.IsType<Outcome.Lost>(await Ask("a")).Clue, StringComparison.Ordinal);
        await Condition.Holds(() => !channel.IsOpen, "given up");
    }

    [Fact]
    public async Task a_renewal_loses_no_request()
    {
        var old = await Open();
        var before = Ask("before");
        await Condition.Holds(() => old.Sent.Contains("before"), "left");
        channel.Renew("old");
        var next = await sockets.Await(1);
        await Condition.Holds(() => next.Sent.Count == 1 && channel.InFlight == 0, "the new one has taken over");
        var after = Ask("after");
        await Condition.Holds(() => next.Sent.Contains("after"), "sent on the new one");
        Assert.False(old.ClosedByClient);
        old.Push("before one");
        next.Push("after two");
        Assert.Equal(new Outcome.Answered("one"), await before);
        Assert.Equal(new Outcome.Answered("two"), await after);
        await Condition.Holds(() => old.ClosedByClient, "the old one is closed once nothing waits on it");
    }

    [Fact]
    public async Task disposal_answers_everyone_who_waits()
    {
        await Open();
        var asked = Ask("a");
        await channel.DisposeAsync();
        Assert.IsType<Outcome.Lost>(await asked);
        Assert.IsType<Outcome.NotSent>(await Ask("b"));
    }

    private async Task<FakeSocket> Open()
    {
        channel.Start();
        var venue = await sockets.Await(0);
        await Condition.Holds(() => channel.IsOpen, "open");
        return venue;
    }

    private Task<Outcome> Ask(string id) => channel.Ask(id, Encoding.UTF8.GetBytes(id), Patience);

    private RequestWire<string> Wire()
    {
        var welcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new RequestWire<string>
        {
            Address = _ => ValueTask.FromResult(new Uri("ws://venue/api")),
            LogIn = async (send, stop) =>
            {
                await send("hello"u8.ToArray());
                await welcome.Task.WaitAsync(stop);
            },
            Read = message =>
            {
                var words = Encoding.UTF8.GetString(message).Split(' ', 2);
                if (words.Length == 1) welcome.TrySetResult();
                return words.Length == 1 ? new ReadReply<string>(null, null, ProvesLife: true) : new ReadReply<string>(words[0], words[1], ProvesLife: true);
            },
            Late = (id, reply) => late.Enqueue($"{id} {reply}"),
        };
    }
}
