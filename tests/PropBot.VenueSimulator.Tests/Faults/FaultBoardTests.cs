using PropBot.Testing;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Tests.Faults;

public class FaultBoardTests
{
    private const string Order = "POST /fapi/v1/order";
    private readonly ManualClock clock = new();
    private readonly FaultBoard board;

    public FaultBoardTests() => board = new FaultBoard(clock, seed: 3) { Name = "binance" };

    [Fact]
    public void without_a_rule_everything_is_ordinary()
    {
        Assert.True(board.Call(Order).IsOrdinary);
        Assert.True(board.Push("depth").IsOrdinary);
        Assert.False(board.Maintenance || board.Silent("public"));
        Assert.Equal(TimeSpan.Zero, board.ClockSkew);
    }

    [Fact]
    public void a_rule_with_a_count_strikes_so_often_and_only_where_it_fits()
    {
        board.Apply(new FaultRule("binance", FaultKind.DropReply) { Match = "post /fapi/v1/*order*", Count = 2 });

        Assert.True(board.Call("GET /fapi/v1/order").IsOrdinary);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => board.Call(Order).DropReply));
        board.Advance();
        Assert.Equal((FaultStage.Over, 2), Assert.Single(board.Ended()) is var e ? (e.Stage, e.Fired) : default);
        Assert.Equal(2, board.Fired()[FaultKind.DropReply]);
    }

    [Fact]
    public void a_rule_begins_and_ends_by_the_clock()
    {
        board.Apply(new FaultRule("binance", FaultKind.Maintenance) { At = TimeSpan.FromSeconds(10), For = TimeSpan.FromSeconds(5) });
        var begin = clock.GetUtcNow() + TimeSpan.FromSeconds(10);

        Assert.False(board.Maintenance);
        Assert.Equal((begin, begin + TimeSpan.FromSeconds(5)), board.MaintenanceWindow);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(board.Maintenance);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(board.Maintenance);
        Assert.Null(board.MaintenanceWindow);
    }

    [Fact]
    public void delays_add_up_and_of_two_ends_the_older_rule_acts()
    {
        board.Apply(new FaultRule("binance", FaultKind.Latency) { Latency = TimeSpan.FromMilliseconds(200) });
        board.Apply(new FaultRule("binance", FaultKind.Latency) { Latency = TimeSpan.FromMilliseconds(50), Match = "POST *" });
        board.Apply(new FaultRule("binance", FaultKind.Reply) { Reply = "503-unknown-executed", Count = 1 });
        board.Apply(new FaultRule("binance", FaultKind.DropRequest));

        var first = board.Call(Order);
        Assert.Equal((TimeSpan.FromMilliseconds(250), "503-unknown-executed", false, true), (first.Delay, first.Reply, first.DropRequest, first.Executed));
        Assert.True(board.Call(Order).DropRequest);
    }

    [Fact]
    public void a_ban_warns_first_then_bans_and_counts_who_goes_on_sending()
    {
        board.Apply(new FaultRule("binance", FaultKind.Ban) { Warnings = 2, BanFor = TimeSpan.FromSeconds(30) });

        Assert.Equal(["429", "429", "418", "418"], Enumerable.Range(0, 4).Select(_ => board.Call(Order).Reply));
        Assert.Equal(1, board.SentWhileBanned);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(30), board.Call(Order).BannedUntil);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("429", board.Call(Order).Reply);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    public void chances_follow_the_seed_and_other_rules_do_not_change_them(int seed)
    {
        bool[] Falls(bool another)
        {
            var one = new FaultBoard(clock, seed);
            one.Apply(new FaultRule("okx", FaultKind.PushDrop) { Match = "books", Probability = 0.3 });
            if (another) one.Apply(new FaultRule("okx", FaultKind.PushDuplicate) { Probability = 0.5 });
            return [.. Enumerable.Range(0, 400).Select(_ => one.Push("books").Drop)];
        }

        Assert.Equal(Falls(another: false), Falls(another: true));
        Assert.InRange(Falls(another: false).Count(f => f), 80, 160);
    }

    [Fact]
    public void pushes_are_dropped_delayed_repeated_and_held_by_channel()
    {
        board.Apply(new FaultRule("binance", FaultKind.PushDrop) { Match = "depth", Count = 1 });
        board.Apply(new FaultRule("binance", FaultKind.PushDelay) { Match = "ORDER_TRADE_UPDATE", Latency = TimeSpan.FromSeconds(1) });
        board.Apply(new FaultRule("binance", FaultKind.PushDuplicate) { Match = "ORDER_TRADE_UPDATE" });
        board.Apply(new FaultRule("binance", FaultKind.PushReorder) { Match = "ORDER_*" });

        Assert.True(board.Push("depth").Drop);
        Assert.True(board.Push("depth").IsOrdinary);
        Assert.Equal(new PushFate(Drop: false, TimeSpan.FromSeconds(1), Duplicate: true, Reorder: true), board.Push("ORDER_TRADE_UPDATE"));
    }

    [Fact]
    public void doors_are_closed_warned_and_silenced_by_name()
    {
        var told = new List<string>();
        board.ForcedClose += door => told.Add("close " + door);
        board.SlowConsumer += door => told.Add("slow " + door);
        board.Apply(new FaultRule("binance", FaultKind.ForcedClose) { Match = "private" });
        board.Apply(new FaultRule("binance", FaultKind.SlowConsumer) { At = TimeSpan.FromSeconds(1) });
        board.Apply(new FaultRule("binance", FaultKind.Silent) { Match = "market" });

        Assert.Equal(["close private"], told);
        Assert.Equal((true, false), (board.Silent("market"), board.Silent("public")));
        clock.Advance(TimeSpan.FromSeconds(1));
        board.Advance();
        board.Advance();
        Assert.Equal(["close private", "slow *"], told);
    }

    [Fact]
    public void clearing_takes_a_rule_back_and_an_unknown_id_is_told()
    {
        var id = board.Apply(new FaultRule("binance", FaultKind.ClockSkew) { Skew = TimeSpan.FromSeconds(-3) });
        Assert.Equal(TimeSpan.FromSeconds(-3), board.ClockSkew);

        Assert.True(board.Clear(id));
        Assert.False(board.Clear(id));
        Assert.Equal(TimeSpan.Zero, board.ClockSkew);
        Assert.Empty(board.Active());
    }

    [Fact]
    public void a_rule_that_is_not_whole_breaks_a_promise()
    {
        Assert.Throws<ArgumentException>(() => board.Apply(new FaultRule("binance", FaultKind.Latency)));
        Assert.Throws<ArgumentException>(() => board.Apply(new FaultRule("binance", FaultKind.Silent) { Count = 2 }));
        Assert.Throws<ArgumentException>(() => board.Apply(new FaultRule("okx", FaultKind.ListenKeyExpiry)));
    }
}
