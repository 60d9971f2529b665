using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Incidents;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Brakes;

/// <summary>Every P0 and P1 HOLD leaves a record that outlives a kill -9; a service level that stays broken stops the desk.</summary>
public class IncidentScenarios
{
    [Fact]
    public async Task a_hold_opens_an_incident_once_and_leaving_it_ends_the_record()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.MarginRatio = 0.82m;
        desk.Okx.Up();
        desk.Advance(TimeSpan.FromSeconds(3));
        var incident = Assert.Single(desk.Snapshot.Watch.Incidents);
        Assert.Equal((HoldSeverity.P1, "okx:margin_ratio_high"), (incident.Severity, incident.Code));
        Assert.Contains("0.82", incident.Detail, StringComparison.Ordinal);
        desk.Send(new DeskCommand.AcknowledgeIncident("a", incident.Id));

        await desk.Crash();
        desk.Advance(TimeSpan.FromSeconds(1));
        var kept = Assert.Single(desk.Snapshot.Watch.Incidents);
        Assert.Equal((incident.Id, "a", (DateTimeOffset?)null), (kept.Id, kept.AckedBy, kept.EndedAt));

        desk.Okx.MarginRatio = 0.01m;
        desk.Okx.Up();
        desk.Until(() => desk.Snapshot.Blocks.IsEmpty, "nothing that blocks", 60);
        desk.Run();
        desk.Advance(TimeSpan.FromSeconds(1));
        desk.Send(new DeskCommand.ExplainIncident("b", incident.Id, "the margin was moved away"));
        var over = Assert.Single(desk.Snapshot.Watch.Incidents);
        Assert.NotNull(over.EndedAt);
        Assert.Equal(["opened", "acknowledged", "ended", "root_cause"], over.Timeline.Select(e => e.Kind));
        await desk.Crash();
        Assert.Equal("the margin was moved away", Assert.Single(desk.Snapshot.Watch.Incidents).RootCause);
    }

    [Fact]
    public async Task a_p0_is_a_p0_and_a_persons_hold_is_none()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(desk.Snapshot.Watch.Incidents);
        desk.Okx.Positions["BTCUSDT"] = 0.5m;
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "desync"), "desync", 40);
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(desk.Snapshot.Watch.Incidents, i => i is { Severity: HoldSeverity.P0, Code: "desync" });
        Assert.Contains(desk.Snapshot.Watch.Levels, l => l is { Metric: "recon_mismatch", State: SloState.Critical });
    }

    [Fact]
    public async Task a_ban_with_a_position_open_is_a_p0()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Okx.Tally.Answered(418);
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(desk.Snapshot.Watch.Incidents, i => i is { Severity: HoldSeverity.P0, Code: "venue_ban:okx" });
    }

    [Fact]
    public async Task a_level_that_stays_broken_is_told_then_holds_and_blocks_until_it_is_kept()
    {
        await using var desk = new DeskHarness(o => o with { Slo = o.Slo with { CancelFailRate = 0.3m } });
        desk.Run();
        desk.Okx.Down();
        for (var i = 0; i < 3; i++) desk.Send(new DeskCommand.CancelAll("a", "okx"));
        desk.Okx.Up();
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(SloState.Breached, Assert.Single(desk.Snapshot.Watch.Levels, l => l.Metric == "cancel_fail_rate").State);
        Assert.Contains(desk.Snapshot.Watch.Incidents, i => i is { Severity: HoldSeverity.P2, Code: "slo:cancel_fail_rate" });
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        Minutes(desk, 5);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "cancel_fail_rate > 0.3");
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "slo_breach");
        Minutes(desk, 6);
        Assert.DoesNotContain(desk.Snapshot.Blocks, b => b.Code == "slo_breach");
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.NotNull(desk.Snapshot.Watch.Incidents.Single(i => i.Code == "slo:cancel_fail_rate").EndedAt);
        desk.Run();
    }

    private static void Minutes(DeskHarness desk, int minutes)
    {
        for (var i = 0; i < minutes * 3; i++)
        {
            desk.Binance.Clock(0);
            desk.Okx.Clock(0);
            desk.Quiet();
            desk.Advance(TimeSpan.FromSeconds(20));
        }
    }
}
