using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Algo;

/// <summary>The account's conditional orders. They are watched every 50 ms of the clock, only while there are any, and kept in memory alone.</summary>
internal sealed class AlgoBook(VenueCore core, MarketTape tape)
{
    public const int MostOpen = 200;
    private const long FirstId = 2_000_000_001;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);
    private readonly SortedDictionary<long, AlgoOrder> orders = [];
    private ITimer? watch;
    private long nextId = FirstId;

    /// <summary>Raised with each change, inside the engine's lock. A subscriber only queues.</summary>
    public event Action<AlgoOrder>? Changed;

    public long TakeId()
    {
        lock (core.Gate) return nextId++;
    }

    public IReadOnlyList<AlgoOrder> All
    {
        get
        {
            lock (core.Gate) return [.. orders.Values];
        }
    }

    public IReadOnlyList<AlgoOrder> Open(string? symbol) => [.. All.Where(o => o.IsOpen && (symbol is null || o.Symbol == symbol))];

    /// <summary>The newest with that id or client id.</summary>
    public AlgoOrder? Find(long? id, string? clientId) => All.LastOrDefault(o => id is { } wanted ? o.Id == wanted : o.ClientId == clientId);

    /// <summary>The price the order watches, now.</summary>
    public decimal Watched(AlgoOrder order) => order.OnMark ? core.Reference(order.Symbol).Mark : tape.Last(order.Symbol);

    public void Add(AlgoOrder order)
    {
        lock (core.Gate)
        {
            Put(order);
            watch ??= core.Clock.CreateTimer(_ => Look(), null, Beat, Beat);
        }
    }

    public void Cancel(AlgoOrder order)
    {
        lock (core.Gate) Put(order with { State = AlgoState.Canceled, UpdatedAt = core.Now });
    }

    private void Put(AlgoOrder order)
    {
        orders[order.Id] = order;
        Changed?.Invoke(order);
    }

    private void Look()
    {
        lock (core.Gate)
        {
            foreach (var order in orders.Values.Where(o => o.IsOpen).ToList())
            {
                var price = Watched(order);
                var seen = order.Seen(price);
                orders[order.Id] = seen;
                if (seen.IsReached(price)) Fire(seen);
            }

            if (orders.Values.Any(o => o.IsOpen)) return;
            watch?.Dispose();
            watch = null;
        }
    }

    private void Fire(AlgoOrder order)
    {
        var now = core.Now;
        var triggered = order with { State = AlgoState.Triggered, TriggeredAt = now, UpdatedAt = now };
        Put(triggered);
        var held = Math.Abs(core.Position(order.Symbol, order.PositionSide).Position.Quantity);
        if (order.ClosePosition && held == 0m)
        {
            Put(triggered with { State = AlgoState.Expired, RejectReason = "No position to close." });
            return;
        }

        var outcome = core.Place(Became(order, held));
        Put(outcome switch
        {
            SimOutcome.Accepted taken => triggered with { State = AlgoState.Finished, OrderId = taken.Order.Id },
            SimOutcome.Refused refused => triggered with { State = AlgoState.Rejected, RejectReason = Wire.BinanceError.Text(refused.Why) },
            _ => throw new InvalidOperationException("An engine answers accepted or refused."),
        });
    }

    private static SimOrderRequest Became(AlgoOrder order, decimal held)
    {
        var market = order.Type is not (AlgoType.Stop or AlgoType.TakeProfit);
        var oneWay = order.PositionSide == SimPositionSide.Net;
        return new SimOrderRequest(
            order.Symbol, order.Side, market ? SimOrderType.Market : SimOrderType.Limit, order.ClosePosition ? held : order.Quantity, market ? null : order.Price,
            market ? SimTimeInForce.ImmediateOrCancel : order.TimeInForce, order.Terms.ReduceOnly || (order.ClosePosition && oneWay), order.ClientId)
        {
            SelfTrade = order.Terms.SelfTrade,
            PriceMatch = market ? SimPriceMatch.None : order.Terms.PriceMatch,
            GoodTill = order.Terms.GoodTill,
            PositionSide = order.PositionSide,
        };
    }
}
