using System.Text.Json.Nodes;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Mirrors;

namespace PropBot.Trading.Tests.Desk.Mirrors;

public class RuntimeStateJsonTests
{
    private static readonly string[] ContractKeys =
    [
        "control", "safety", "auto_hedge", "last_opportunity", "positions", "mode", "safe_mode", "two_man_resume_required", "hold_active", "hold_reason",
        "hold_source", "hold_since", "last_hold_release_ts", "runaway_counters", "runaway_limits", "auto_hedge_enabled", "auto_hedge_consecutive_failures",
        "auto_hedge_last_execution_result", "auto_hedge_last_execution_ts", "auto_hedge_last_success_ts", "operational_flags",
    ];

    [Fact]
    public void it_has_the_keys_that_scripts_of_the_predecessor_read()
    {
        var json = RuntimeStateJson.Of(Samples.Desk());
        Assert.All(ContractKeys, key => Assert.True(json.ContainsKey(key), key));
        Assert.Equal(MirrorJson.Time(Samples.Noon), (string)json["auto_hedge"]!["last_success_ts"]!);
    }

    [Fact]
    public void a_hold_shows_its_reason_and_since()
    {
        var json = RuntimeStateJson.Of(Samples.Desk());
        Assert.Equal("HOLD restart_safe_mode 2026-01-05T12:00:00.000000+00:00", $"{json["mode"]} {json["safety"]!["hold_reason"]} {json["safety"]!["hold_since"]}");
        Assert.True((bool)json["hold_active"]! && (bool)json["safe_mode"]! && (bool)json["two_man_resume_required"]!);
        Assert.Single(json["safety"]!["hold_reasons"]!.AsArray());
    }

    [Theory]
    [InlineData(DeskState.Hold, "HOLD", "HOLD", true, true)]
    [InlineData(DeskState.StandbySafe, "STANDBY_SAFE", "HOLD", false, true)]
    [InlineData(DeskState.Standby, "STANDBY", "HOLD", false, false)]
    [InlineData(DeskState.Run, "RUN", "RUN", false, false)]
    [InlineData(DeskState.RunSafe, "RUN_SAFE", "RUN", false, true)]
    public void each_state_shows_as_the_rulings_say(DeskState state, string name, string mode, bool hold, bool safe)
    {
        var json = RuntimeStateJson.Of(Samples.Desk() with { State = state });
        Assert.Equal((name, mode, hold, safe), ((string)json["state"]!, (string)json["mode"]!, (bool)json["hold_active"]!, (bool)json["safe_mode"]!));
    }

    [Fact]
    public void exposure_counts_open_legs_at_entry()
    {
        var risk = RuntimeStateJson.Of(Samples.Desk(Samples.Hedge()))["safety"]!["risk_snapshot"]!;
        Assert.Equal((2001m, 1000m, 1001m), ((decimal)risk["total_notional_usd"]!, (decimal)risk["exposure_by_venue"]!["binance"]!, (decimal)risk["exposure_by_venue"]!["okx"]!));
    }

    [Fact]
    public void a_desync_block_is_shown() =>
        Assert.True((bool)RuntimeStateJson.Of(Samples.Desk() with { Blocks = [new Block("desync", "STATE DESYNC")] })["safety"]!["desync_detected"]!);

    [Fact]
    public void time_alone_changes_nothing() =>
        Assert.Equal(
            MirrorJson.Text(RuntimeStateJson.Of(Samples.Desk(Samples.Hedge()))),
            MirrorJson.Text(RuntimeStateJson.Of(Samples.Desk(Samples.Hedge()) with { At = Samples.Noon.AddHours(1), Version = 99 })));

    [Fact]
    public void equal_amounts_give_equal_text_and_keys_are_sorted() =>
        Assert.Equal("{\n  \"a\": 0.1,\n  \"b\": [\n    60000\n  ],\n  \"ю\": null\n}\n", MirrorJson.Text(new JsonObject
        {
            ["ю"] = null,
            ["b"] = new JsonArray(MirrorJson.Number(new Price(60000.00m).Value)),
            ["a"] = MirrorJson.Number(0.100m),
        }));
}
