using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxStreams;

public sealed class OkxStormTests
{
    /// <summary>All three sockets are hung up on whenever they have logged in or subscribed, for more than an hour.</summary>
    [Fact]
    public async Task case_44_a_storm_of_reconnects_stays_inside_three_connections_a_second_and_480_operations_an_hour()
    {
        await using var stage = new OkxStage(bySocket: true);
        var (connects, operations) = (new List<DateTimeOffset>(), new List<DateTimeOffset>());
        stage.Sockets.OnOpened = socket =>
        {
            lock (connects) connects.Add(stage.Clock.GetUtcNow());
            socket.OnSent = text =>
            {
                if (text == "ping") return;
                lock (operations) operations.Add(stage.Clock.GetUtcNow());
                if (text.Contains("login", StringComparison.Ordinal) && operations.Count % 3 != 0) OkxScript.Answer(socket, text);
                else socket.CloseByVenue(4001, "go away");
            };
        };
        stage.Venue.StartMarketData(stage.Heard);
        stage.Venue.StartPrivate(stage.Heard);
        var end = stage.Clock.GetUtcNow() + TimeSpan.FromMinutes(80);
        while (stage.Clock.GetUtcNow() < end)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(2));
            // Lets what is due run; how much of it does is of no matter to what is asserted.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        Assert.InRange(connects.Count, 100, 2000);
        Assert.All(connects, at => Assert.InRange(connects.Count(c => c >= at && c < at + TimeSpan.FromSeconds(1)), 1, 3));
        Assert.All(operations, at => Assert.InRange(operations.Count(o => o >= at && o < at + TimeSpan.FromHours(1)), 1, 480));
    }

    [Fact]
    public async Task many_wishes_for_books_leave_the_connections_their_logins()
    {
        await using var stage = new OkxStage();
        var doorman = new Trading.Exchanges.OkxStreams.OkxDoorman(stage.Clock, seed: 3);
        var wishes = 0;
        while (doorman.TryOperate()) wishes++;
        Assert.InRange(wishes, 300, 400);
        for (var i = 0; i < 100; i++) Assert.True(doorman.Operate(CancellationToken.None).IsCompletedSuccessfully);
    }
}
