using System.Globalization;

namespace PropBot.VenueSimulator.Tests.Okx;

public class OkxLoginTests
{
    [Fact]
    public async Task case_57_a_private_channel_asks_for_a_login_first_and_then_works()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.Dial("private");
        await line.Send("""{"op":"subscribe","args":[{"channel":"orders","instType":"SWAP"}]}""");
        var refused = await line.Next();
        Assert.Equal(("error", "60011"), ((string?)refused["event"], (string?)refused["code"]));
        await line.Send(OkxLoopback.Login(Seconds(okx, 0)));
        var welcome = await line.Next();
        Assert.Equal(("login", "0"), ((string?)welcome["event"], (string?)welcome["code"]));
        Assert.False(string.IsNullOrEmpty((string?)welcome["connId"]));
        await line.Subscribe("""{"channel":"orders","instType":"SWAP"}""");
    }

    [Theory]
    [InlineData(-31, null, "60006")]
    [InlineData(31, null, "60006")]
    [InlineData(0, "AAAA", "60007")]
    public async Task case_57_a_refused_login_names_its_reason_and_the_venue_closes_with_4001(int offset, string? sign, string code)
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.Dial("private");
        await line.Send(OkxLoopback.Login(Seconds(okx, offset), sign));
        Assert.Equal(code, (string?)(await line.Next())["code"]);
        Assert.Null(await line.NextText());
        Assert.Equal(4001, line.CloseCode);
    }

    [Fact]
    public async Task case_57_a_second_login_is_60031_and_the_first_one_stands()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.DialLoggedIn();
        await line.Send(OkxLoopback.Login(Seconds(okx, 0)));
        Assert.Equal("60031", (string?)(await line.Next())["code"]);
        await line.Subscribe("""{"channel":"orders","instType":"ANY"}""");
    }

    private static string Seconds(OkxLoopback okx, int offset) =>
        (okx.Clock.GetUtcNow().ToUnixTimeSeconds() + offset).ToString(CultureInfo.InvariantCulture);
}
