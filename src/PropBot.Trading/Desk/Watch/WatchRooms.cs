using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>The watchdogs together: what the desk hands to them and asks of them.</summary>
internal sealed class WatchRooms
{
    private readonly AttemptFlow attempts;
    private readonly LiquidityFlow liquidity;
    private readonly VenueWatch venues;
    private readonly MaintenanceFlow maintenance;
    private readonly HostFlow host;
    private readonly GovernorFlow governor;
    private readonly SloFlow levels;
    private readonly IncidentFlow incidents;
    private readonly AlarmFlow alarms;

    public WatchRooms(DeskMemory m, DeskEffects effects, ModeFlow mode, AlertDesk alerts)
    {
        var latch = new HoldLatch(m, effects, mode, alerts);
        attempts = new AttemptFlow(m);
        liquidity = new LiquidityFlow(m, latch);
        venues = new VenueWatch(m, effects, latch);
        maintenance = new MaintenanceFlow(m, effects);
        host = new HostFlow(m, latch);
        governor = new GovernorFlow(m, latch);
        levels = new SloFlow(m, alerts, venues, latch);
        incidents = new IncidentFlow(m, effects);
        alarms = new AlarmFlow(m, alerts);
    }

    public void Replied(Order order, OrderReply reply)
    {
        attempts.Replied(order, reply);
        maintenance.Replied(order, reply);
        levels.Replied(order, reply);
    }

    /// <summary>Every quote; allocates nothing.</summary>
    public void Heard(Venue venue, int pair, DateTimeOffset venueTime, DateTimeOffset receivedAt) => venues.Heard(venue, pair, venueTime, receivedAt);

    public void On(LinkChange change) => venues.On(change);

    public void On(object fact)
    {
        if (fact is MaintenanceRead read) maintenance.On(read);
        else if (fact is HostReading reading) host.On(reading);
        else throw new InvalidOperationException($"no watchdog takes {fact.GetType().Name}");
    }

    public void Ended(Order order)
    {
        attempts.Ended(order);
        levels.Ended(order);
    }

    public void On(CancelAllDone fact) => levels.On(fact);

    public CommandResult On(DeskCommand.AcknowledgeIncident command) => incidents.On(command);

    public CommandResult On(DeskCommand.ExplainIncident command) => incidents.On(command);

    /// <summary>Something the governor minds has just changed.</summary>
    public void Look() => governor.Tick();

    public void Tick()
    {
        attempts.Tick();
        liquidity.Tick();
        venues.Tick();
        maintenance.Tick();
        host.Tick();
        governor.Tick();
        levels.Tick();
        incidents.Tick();
        alarms.Tick();
    }

    public IEnumerable<Block> Blocks() => liquidity.Blocks().Concat(levels.Blocks());
}
