using System.Net;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Host;

namespace PropBot.VenueSimulator.Tests.Host;

public class FaultDoorTests
{
    [Fact]
    public async Task rules_are_added_shown_and_cleared_over_http_and_a_wrong_one_changes_nothing()
    {
        await using var venues = await SimulatedVenues.Start(new SimulatorOptions(), TimeProvider.System, CancellationToken.None);
        using var http = new HttpClient();
        var page = venues.BinanceUrl + "/_sim/faults";

        var (made, shown) = await Send(http, HttpMethod.Post, page, """[{"kind":"maintenance"},{"venue":"okx","kind":"clock_skew","skew_ms":1500}]""");
        Assert.Equal(HttpStatusCode.OK, made);
        Assert.Equal(["binance-1", "okx-1"], shown["applied"]!.AsArray().Select(i => i!.ToString()));
        Assert.True(venues.World.Binance.Faults.Maintenance);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), venues.World.Okx.Faults.ClockSkew);

        var (refused, why) = await Send(http, HttpMethod.Post, page, """[{"kind":"silent"},{"kind":"latency","latency_ms":-1}]""");
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.StartsWith("[1].latency_ms is -1; it must be a whole number", why["problems"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.False(venues.World.Binance.Faults.Silent("public"));

        Assert.Equal(HttpStatusCode.NotFound, (await Send(http, HttpMethod.Delete, page + "/binance-9", "")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send(http, HttpMethod.Delete, page + "/binance-1", "")).Status);
        Assert.False(venues.World.Binance.Faults.Maintenance);
        var left = (await Send(http, HttpMethod.Get, venues.OkxUrl + "/_sim/faults", "")).Json;
        Assert.Equal("okx-1", Assert.Single(left["active"]!.AsArray())!["id"]!.ToString());
        Assert.Equal(1, left["fired"]!["binance"]!["maintenance"]!.GetValue<int>());
        await Send(http, HttpMethod.Delete, page, "");
        Assert.Equal(TimeSpan.Zero, venues.World.Okx.Faults.ClockSkew);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Send(http, HttpMethod.Put, page, "")).Status);
    }

    [Fact]
    public void a_script_acts_at_its_times_and_the_host_takes_it_by_argument_or_environment()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{"venue":"okx","kind":"maintenance","at_ms":2000,"for_ms":1000}""");
            var (options, problems) = Arguments.Read([], path);
            Assert.Empty(problems);
            Assert.Equal(path, options.FaultScript);
            var clock = new PropBot.Testing.ManualClock();
            using var world = SimulatedVenues.MakeWorld(options with { Faults = [new FaultRule("okx", FaultKind.Silent)] }, clock);
            Assert.Equal((false, true), (world.Okx.Faults.Maintenance, world.Okx.Faults.Silent("private")));
            clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal((true, false), (world.Okx.Faults.Maintenance, world.Binance.Faults.Maintenance));

            File.WriteAllText(path, """{"venue":"okx","kind":"boom"}""");
            Assert.Contains("line 1: kind is 'boom'", Assert.Single(Arguments.Read(["--faults", path]).Problems), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void the_venues_time_is_the_clock_and_the_skew()
    {
        var clock = new PropBot.Testing.ManualClock();
        using var world = SimulatedVenues.MakeWorld(new SimulatorOptions(), clock);
        world.Binance.Faults.Apply(new FaultRule("binance", FaultKind.ClockSkew) { Skew = TimeSpan.FromSeconds(7), For = TimeSpan.FromMinutes(1) });
        Assert.Equal((clock.GetUtcNow() + TimeSpan.FromSeconds(7), clock.GetUtcNow()), (world.Binance.Now, world.Okx.Now));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(clock.GetUtcNow(), world.Binance.Now);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Json)> Send(HttpClient http, HttpMethod method, string url, string body)
    {
        using var request = new HttpRequestMessage(method, url) { Content = method == HttpMethod.Post ? new StringContent(body) : null };
        using var reply = await http.SendAsync(request);
        return (reply.StatusCode, JsonNode.Parse(await reply.Content.ReadAsStringAsync())!);
    }
}
