using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Plumbing;

public sealed class VenueSocketTests : IAsyncDisposable
{
    private readonly ManualClock clock = new();
    private readonly FakeSockets sockets = new();
    private readonly ConcurrentQueue<string> messages = new();
    private readonly ConcurrentQueue<string> downs = new();
    private readonly VenueSocket socket;
    private Func<SocketSend, CancellationToken, Task> opened = static (_, _) => Task.CompletedTask;
    private Func<string, bool> heard = static text => text != "heartbeat";

    public VenueSocketTests()
    {
        var handlers = new SocketHandlers
        {
            Address = _ => ValueTask.FromResult(new Uri("ws://venue/stream")),
            Opened = (send, stop) => opened(send, stop),
            Message = bytes =>
            {
                var text = Encoding.UTF8.GetString(bytes);
                messages.Enqueue(text);
                return heard(text);
            },
            Down = downs.Enqueue,
        };
        socket = new VenueSocket(handlers, new SocketOptions { PingEvery = TimeSpan.FromSeconds(2) }, sockets, clock, seed: 1);
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    [Fact]
    public async Task what_the_opening_sends_arrives_and_whole_messages_are_told_in_order()
    {
        opened = (send, _) => send("subscribe"u8.ToArray());
        socket.Start();
        var venue = await sockets.Await(0);
        var large = new string('x', 200_000);
        venue.Push("one");
        venue.PushBinary([1, 2, 3]);
        venue.Push(large);
        venue.Push("");
        await Condition.Holds(() => messages.Count == 3, "three text messages");
        Assert.Equal(["one", large, ""], messages);
        Assert.Equal(["subscribe"], venue.Sent);
    }

    [Fact]
    public async Task a_broken_line_is_told_with_its_reason_and_reopened_after_a_back_off()
    {
        socket.Start();
        (await sockets.Await(0)).Break();
        await Condition.Holds(() => !downs.IsEmpty && clock.NextDue is not null, "down was told");
        Assert.Contains("the line broke", downs.Single(), StringComparison.Ordinal);
        Assert.Single(sockets.Opened);
        await UntilReopened(1);
    }

    [Fact]
    public async Task the_venues_close_code_is_in_the_reason()
    {
        socket.Start();
        (await sockets.Await(0)).CloseByVenue(4004, "no data received in 30s");
        await Condition.Holds(() => !downs.IsEmpty, "down was told");
        Assert.Contains("4004 no data received in 30s", downs.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task heartbeats_do_not_hide_a_feed_without_data()
    {
        socket.Start();
        var venue = await sockets.Await(0);
        for (var i = 0; i < 5; i++)
        {
            venue.Push("heartbeat");
            await Condition.Holds(() => messages.Count == i + 1, "heartbeat was read");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Condition.Holds(() => !downs.IsEmpty, "down was told");
        Assert.Contains("silent", downs.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task data_keeps_the_connection()
    {
        socket.Start();
        var venue = await sockets.Await(0);
        for (var i = 0; i < 12; i++)
        {
            venue.Push("data");
            await Condition.Holds(() => messages.Count == i + 1, "data was read");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(downs);
        Assert.Equal(6, venue.Sent.Count(text => text == "ping"));
    }

    [Fact]
    public async Task a_message_that_cannot_be_read_ends_the_connection_and_nothing_is_thrown()
    {
        heard = static text => text == "{" ? throw new FormatException("not JSON") : true;
        socket.Start();
        (await sockets.Await(0)).Push("{");
        await Condition.Holds(() => !downs.IsEmpty, "down was told");
        Assert.Contains("not JSON", downs.Single(), StringComparison.Ordinal);
        await UntilReopened(1);
    }

    [Fact]
    public async Task a_failed_opening_ends_the_connection()
    {
        opened = (_, _) => throw new InvalidOperationException("catch-up refused");
        socket.Start();
        await Condition.Holds(() => !downs.IsEmpty, "down was told");
        Assert.Contains("catch-up refused", downs.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_venue_that_refuses_is_asked_ever_more_rarely()
    {
        sockets.Refuse = _ => new WebSocketException("refused");
        socket.Start();
        var waits = new List<TimeSpan>();
        for (var i = 1; i <= 8; i++)
        {
            await Condition.Holds(() => downs.Count == i && clock.NextDue is not null, $"attempt {i} failed");
            var wait = clock.NextDue!.Value - clock.GetUtcNow();
            waits.Add(wait);
            clock.Advance(wait);
        }

        Assert.True(waits[7] > waits[0] * 30, string.Join(' ', waits));
        Assert.True(waits[7] <= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task sending_without_a_connection_answers_false()
    {
        sockets.Refuse = _ => new WebSocketException("refused");
        socket.Start();
        Assert.False(await socket.TrySend("x"u8.ToArray()));
    }

    [Fact]
    public async Task asked_to_reconnect_it_does()
    {
        socket.Start();
        await sockets.Await(0);
        await Condition.Holds(() => clock.NextDue is not null, "watching");
        socket.Reconnect("listen key gone");
        await Condition.Holds(() => !downs.IsEmpty, "down was told");
        Assert.Equal("listen key gone", downs.Single());
        await UntilReopened(1);
    }

    private async Task UntilReopened(int nth)
    {
        await Condition.Holds(() => clock.NextDue is not null, "the back-off waits");
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await sockets.Await(nth);
    }
}
