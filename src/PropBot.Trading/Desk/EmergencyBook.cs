using System.Text.Json;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Desk;

/// <summary>One line of the emergency log (R3): a reduce-only order about to leave, or the mode after a brake. JSON.</summary>
internal sealed record EmergencyEntry
{
    public EmergencyOrder? Order { get; init; }
    public ControlMemory? Mode { get; init; }

    public static string Line(Order order) => JsonSerializer.Serialize(new EmergencyEntry { Order = EmergencyOrder.Of(order) });

    public static string Line(ControlMemory mode) => JsonSerializer.Serialize(new EmergencyEntry { Mode = mode });

    /// <summary>Null for a line of another form, which is only shown.</summary>
    public static EmergencyEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<EmergencyEntry>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Everything of an order that its row in the ledger needs.</summary>
internal sealed record EmergencyOrder(
    string Id, string HedgeId, int Number, OrderPurpose Purpose, string Venue, string Symbol, Side Side, decimal Quantity, decimal Limit, decimal Expected,
    DateTimeOffset CreatedAt, DateTimeOffset ValidUntil, bool Simulated, long ModeEpoch)
{
    public static EmergencyOrder Of(Order o) => new(
        o.Id.Value, o.HedgeId, o.Number, o.Purpose, o.Venue.Word(), o.Instrument.Symbol, o.Side, o.Quantity.Value, o.Limit.Value, o.Expected.Value, o.CreatedAt,
        o.ValidUntil, o.Simulated, o.ModeEpoch);

    public Order ToOrder(Instrument instrument) => new()
    {
        Id = new ClientOrderId(Id),
        HedgeId = HedgeId,
        Number = Number,
        Purpose = Purpose,
        Instrument = instrument,
        Side = Side,
        Quantity = new Quantity(Quantity),
        Limit = new Price(Limit),
        Expected = new Price(Expected),
        CreatedAt = CreatedAt,
        ValidUntil = ValidUntil,
        Simulated = Simulated,
        ModeEpoch = ModeEpoch,
    };
}

/// <summary>
/// What was done while the database took nothing: read back at start, so that no kill and no order is forgotten, and merged into the
/// ledger as soon as it writes, each line once.
/// </summary>
internal static class EmergencyBook
{
    /// <summary>Lines the ledger does not hold yet, applied to what it knew: brakes stand, orders are asked for.</summary>
    public static void Recall(SqliteConnection connection, IReadOnlyList<EmergencyLine> pending, DeskMemory m)
    {
        foreach (var line in pending)
        {
            if (IsMerged(connection, line) || EmergencyEntry.Read(line.Text) is not { } entry) continue;
            if (entry.Mode is { } mode) Recall(mode, m);
            if (entry.Order is { } order && m.Hedges.TryGetValue(order.HedgeId, out var hedge)) Recall(order, hedge, m);
        }
    }

    /// <summary>The unit that takes the lines into the ledger: the journal shows each, orders get their rows.</summary>
    public static Action<LedgerTransaction> Merge(IReadOnlyList<EmergencyLine> lines, DateTimeOffset at) => tx =>
    {
        foreach (var line in lines)
        {
            if (tx.Execute("insert or ignore into emergency_line(number,line,merged_at) values(?1,?2,?3)", line.Number, line.Text, at) == 0) continue;
            tx.Event("CRITICAL", "emergency_log", JsonSerializer.Serialize(new { number = line.Number, line = line.Text }));
            if (EmergencyEntry.Read(line.Text)?.Order is { } order) Insert(tx, order);
        }
    };

    private static void Insert(LedgerTransaction tx, EmergencyOrder o)
    {
        if (tx.Scalar("select 1 from hedge where id=?1", o.HedgeId) is null || tx.Scalar("select 1 from order_intent where id=?1", o.Id) is not null) return;
        OrderStore.Insert(tx, o.ToOrder(new Instrument(Venues.Parse(o.Venue), o.Symbol, o.Symbol, default, default, default, default, default, InstrumentStatus.Trading)));
    }

    private static bool IsMerged(SqliteConnection connection, EmergencyLine line)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select 1 from emergency_line where number=$n and line=$l";
        command.Parameters.AddWithValue("$n", line.Number);
        command.Parameters.AddWithValue("$l", line.Text);
        return command.ExecuteScalar() is not null;
    }

    // The line is younger than the ledger's row, and only brakes are noted: reasons add up, nothing is released by it.
    private static void Recall(ControlMemory noted, DeskMemory m)
    {
        foreach (var reason in noted.Reasons) m.Reasons = m.Reasons.With(reason);
        m.ShownReason = m.Reasons.MostSevere;
        m.Control = m.Control with { HoldEpoch = Math.Max(m.Control.HoldEpoch, noted.HoldEpoch), DryRun = m.Control.DryRun || noted.DryRun };
        if (noted.KillAt is not { } killed || killed < m.Control.KillAt) return;

        // The same kill may have been confirmed since, here or there: that happens once and is not taken back.
        var known = killed == m.Control.KillAt;
        m.Control = m.Control with
        {
            KillPending = noted.KillPending && (!known || m.Control.KillPending),
            KillBy = noted.KillBy,
            KillAt = noted.KillAt,
            KillFlatten = noted.KillFlatten,
            KillEachVenue = noted.KillEachVenue,
        };
    }

    private static void Recall(EmergencyOrder noted, Hedge hedge, DeskMemory m)
    {
        if (m.Orders.ContainsKey(noted.Id)) return;
        var leg = hedge.Leg(Venues.Parse(noted.Venue));
        var order = noted.ToOrder(leg.Instrument);
        leg.Add(order);
        m.Track(order, hedge);
    }
}
