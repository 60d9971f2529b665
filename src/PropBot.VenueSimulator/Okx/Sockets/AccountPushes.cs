using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>The private channels (wire-protocols §2.8.4): orders without a snapshot, the others with one and then events.</summary>
public sealed class AccountPushes
{
    /// <summary>A position whose margin is below three times the maintenance margin is warned about.</summary>
    private const decimal WarningRatio = 3m;

    private readonly HashSet<(string Symbol, SimPositionSide Side)> warned = [];
    private readonly VenueCore venue;
    private readonly OkxListing listing;
    private readonly IReadOnlyList<OkxSession> sessions;
    private readonly OkxPushSide side;

    public AccountPushes(VenueCore venue, OkxListing listing, IReadOnlyList<OkxSession> sessions, OkxPushSide side)
    {
        (this.venue, this.listing, this.sessions, this.side) = (venue, listing, sessions, side);
    }

    public void Begin(OkxSession session, OkxTopic topic)
    {
        if (topic.Channel is "positions" or "account") Snapshot(session, topic);
        if (topic.Channel != "balance_and_position") return;
        var held = venue.Positions().Select(view => PositionRow.Short(view.Position, view.Setting, listing.OfSymbol(view.Position.Symbol)));
        session.Push(topic, BalanceAndPosition("snapshot", venue.Account().Wallet, [.. held], []));
    }

    public void Push(VenueEvent happened)
    {
        switch (happened)
        {
            case VenueEvent.OrderChanged { Order: var order } when IsBornDead(order):
                // A post-only order that would take shows only its end (§0.3 item 10).
                break;
            case VenueEvent.OrderChanged change:
                var contract = listing.OfSymbol(change.Order.Symbol);
                var lever = venue.Setting(change.Order.Symbol).Leverage;
                Send("orders", contract, () => new JsonArray(OrderRow.Pushed(change, contract, lever)));
                break;
            case VenueEvent.AccountChanged change:
                SendAccount(change);
                break;
            case VenueEvent.SettingChanged { Setting: var setting }:
                foreach (var held in venue.Positions().Where(view => view.Position.Symbol == setting.Symbol).Select(view => view.Position))
                {
                    SendPosition(held);
                    SendBalanceAndPosition("set_leverage", venue.Account().Wallet, held, []);
                }

                break;
        }
    }

    public void Tick()
    {
        foreach (var session in sessions)
        {
            foreach (var topic in session.Topics.Where(topic => topic.Channel is "positions" or "account"))
            {
                if (topic.Interval is { } every && Now - topic.SnapshotAt >= every) Snapshot(session, topic);
            }
        }

        WarnOfLiquidation();
    }

    private DateTimeOffset Now => venue.Now;

    private bool IsBornDead(SimOrder order) =>
        order is { State: SimOrderState.New, TimeInForce: SimTimeInForce.PostOnly, Filled: 0m }
        && venue.FindOrder(order.Symbol, order.Id, null) is { EndReason: SimEndReason.PostOnlyWouldTake } now
        && now.UpdatedAt == order.CreatedAt;

    private void SendAccount(VenueEvent.AccountChanged change)
    {
        if (change.Position is { } position) SendPosition(position);
        foreach (var (session, topic) in Listeners("account")) session.Push(topic, Balance(), frame => frame["eventType"] = "event_update");
        var (kind, trades) = change.Cause switch
        {
            AccountCause.Trade => ("filled", Trades(change.Position)),
            AccountCause.Liquidation => ("liquidation", Trades(change.Position)),
            AccountCause.Adl => ("adl", Trades(change.Position)),
            AccountCause.Funding => ("funding_fee", []),
            AccountCause.MarginMode => ("adjust_margin", []),
            _ => ("transferred", new JsonArray()),
        };
        SendBalanceAndPosition(kind, change.Wallet, change.Position, trades);
    }

    private JsonArray Trades(SimPosition? position) => position is null
        ? []
        : new JsonArray(new JsonObject { ["instId"] = listing.OfSymbol(position.Symbol).InstId, ["tradeId"] = OkxText.Id(position.LastTradeId) });

    /// <summary>The position as it was after that very change, priced at the present mark; closed it is pushed once more with pos "0".</summary>
    private void SendPosition(SimPosition position)
    {
        var contract = listing.OfSymbol(position.Symbol);
        var now = venue.Position(position.Symbol, position.Side);
        var view = now.Position.Quantity == position.Quantity ? now : now with { Position = position, Unrealised = position.Unrealised(now.Mark) };
        Send("positions", contract, () => new JsonArray(PositionRow.Of(view, contract, Now)), "event_update");
    }

    private void SendBalanceAndPosition(string kind, decimal wallet, SimPosition? position, JsonArray trades)
    {
        foreach (var (session, topic) in Listeners("balance_and_position"))
        {
            JsonObject[] rows = position is null ? [] : [PositionRow.Short(position, venue.Setting(position.Symbol), listing.OfSymbol(position.Symbol))];
            session.Push(topic, BalanceAndPosition(kind, wallet, rows, (JsonArray)trades.DeepClone()));
        }
    }

    private JsonArray BalanceAndPosition(string kind, decimal wallet, JsonObject[] positions, JsonArray trades) => new(new JsonObject
    {
        ["pTime"] = OkxText.Time(Now),
        ["eventType"] = kind,
        ["balData"] = new JsonArray(BalanceRow.Cash(wallet, Now)),
        ["posData"] = new JsonArray([.. positions]),
        ["trades"] = trades,
    });

    private void Snapshot(OkxSession session, OkxTopic topic)
    {
        topic.SnapshotAt = Now;
        JsonObject[] rows = topic.Channel == "account"
            ? [BalanceRow.Of(venue.Account(), Now)]
            : [.. venue.Positions()
                .Select(view => (View: view, Contract: listing.OfSymbol(view.Position.Symbol)))
                .Where(pair => topic.Takes(pair.Contract.InstId))
                .Select(pair => PositionRow.Of(pair.View, pair.Contract, Now))];
        var pages = rows.Chunk(side.Options.SnapshotPage).DefaultIfEmpty([]).ToList();
        for (var page = 0; page < pages.Count; page++)
        {
            var number = page + 1;
            session.Push(topic, new JsonArray([.. pages[page]]), frame =>
            {
                frame["eventType"] = "snapshot";
                frame["curPage"] = number;
                frame["lastPage"] = number == pages.Count;
            });
        }
    }

    /// <summary>Once each time a position comes near its end.</summary>
    private void WarnOfLiquidation()
    {
        var held = venue.Positions();
        warned.IntersectWith(held.Where(IsNearItsEnd).Select(view => (view.Position.Symbol, view.Position.Side)));
        foreach (var view in held.Where(view => IsNearItsEnd(view) && warned.Add((view.Position.Symbol, view.Position.Side))))
        {
            var contract = listing.OfSymbol(view.Position.Symbol);
            Send("liquidation-warning", contract, () => new JsonArray(PositionRow.Warning(view, contract, Ratio(view), Now)));
        }
    }

    private bool IsNearItsEnd(PositionView view) => Ratio(view) <= WarningRatio;

    private decimal Ratio(PositionView view)
    {
        var account = venue.Account();
        var (equity, needed) = view.Setting.Isolated
            ? (view.Position.IsolatedMargin + view.Unrealised, view.MaintenanceMargin)
            : (account.CrossWallet + account.CrossUnrealised, account.MaintenanceMargin);
        return needed == 0m ? decimal.MaxValue : equity / needed;
    }

    private JsonArray Balance() => new(BalanceRow.Of(venue.Account(), Now));

    private void Send(string channel, OkxContract contract, Func<JsonArray> rows, string? eventType = null)
    {
        foreach (var (session, topic) in Listeners(channel))
        {
            if (!topic.Takes(contract.InstId)) continue;
            session.Push(topic, rows(), frame =>
            {
                if (eventType is not null) frame["eventType"] = eventType;
            });
        }
    }

    private IEnumerable<(OkxSession Session, OkxTopic Topic)> Listeners(string channel)
    {
        foreach (var session in sessions)
        {
            foreach (var topic in session.Topics)
            {
                if (topic.Channel == channel) yield return (session, topic);
            }
        }
    }
}
