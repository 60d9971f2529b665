using System.Buffers;
using System.Globalization;
using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.MarketData;

/// <summary>
/// Sits before the desk's ear and records every top of book and every book message, one file per venue and symbol, in the form that
/// replays read (combined-stream messages; a snapshot as the bare REST form). Quantities are base coin. The desk never waits for it.
/// </summary>
public sealed class RecordingTap : IVenueListener, IAsyncDisposable
{
    private readonly IVenueListener inner;
    private readonly PairUniverse universe;
    private readonly Recorder[,] recorders;
    private readonly ArrayBufferWriter<byte>[] buffers = [new(), new()];
    private readonly Lock[] gates = [new(), new()];

    /// <param name="folder">Made if missing; file names carry venue, symbol and the start time.</param>
    public RecordingTap(string folder, PairUniverse universe, DateTimeOffset startedAt, IVenueListener inner)
    {
        (this.inner, this.universe) = (inner, universe);
        Directory.CreateDirectory(folder);
        var stamp = startedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        recorders = new Recorder[Venues.Count, universe.Count];
        foreach (var venue in Venues.All)
            for (var pair = 0; pair < universe.Count; pair++)
                recorders[(int)venue, pair] = new Recorder(Path.Combine(folder, $"{venue.Word()}-{universe[pair].ToLowerInvariant()}-{stamp}.gz"));
    }

    public void OnTop(in TopUpdate update)
    {
        var venue = (int)update.Venue;
        lock (gates[venue])
        {
            using var json = Begin(venue);
            json.WriteString("stream", $"{universe[update.Pair].ToLowerInvariant()}@bookTicker");
            json.WriteStartObject("data");
            json.WriteString("e", "bookTicker");
            json.WriteNumber("u", update.Sequence);
            json.WriteString("s", universe[update.Pair]);
            json.WriteString("b", Decimals.Plain(update.Bid.Value));
            json.WriteString("B", Decimals.Plain(update.BidQuantity.Value));
            json.WriteString("a", Decimals.Plain(update.Ask.Value));
            json.WriteString("A", Decimals.Plain(update.AskQuantity.Value));
            Times(json, update.VenueTime);
            json.WriteEndObject();
            End(json, venue, update.Pair, update.ReceivedAt);
        }

        inner.OnTop(in update);
    }

    public void OnDepth(DepthUpdate update)
    {
        var venue = (int)update.Venue;
        lock (gates[venue])
        {
            using var json = Begin(venue);
            if (update.IsSnapshot) Snapshot(json, update);
            else Difference(json, update);
            End(json, venue, update.Pair, update.ReceivedAt);
        }

        inner.OnDepth(update);
    }

    public void OnMark(in MarkUpdate update) => inner.OnMark(in update);

    public void OnOrder(OrderUpdate update) => inner.OnOrder(update);

    public void OnFill(Fill fill) => inner.OnFill(fill);

    public void OnPosition(PositionFact position) => inner.OnPosition(position);

    public void OnBalance(BalanceFact balance) => inner.OnBalance(balance);

    public void OnFunding(FundingPayment payment) => inner.OnFunding(payment);

    public void OnLink(LinkChange change) => inner.OnLink(change);

    public void OnClock(ClockReading reading) => inner.OnClock(reading);

    public void OnDeadMan(DeadManReading reading) => inner.OnDeadMan(reading);

    public void OnInstrument(Instrument changed) => inner.OnInstrument(changed);

    public async ValueTask DisposeAsync()
    {
        foreach (var recorder in recorders) await recorder.DisposeAsync();
    }

    private static void Snapshot(Utf8JsonWriter json, DepthUpdate update)
    {
        json.WriteNumber("lastUpdateId", update.LastId);
        Times(json, update.VenueTime);
        Levels(json, "bids", update.Bids, update.BidCount);
        Levels(json, "asks", update.Asks, update.AskCount);
    }

    private void Difference(Utf8JsonWriter json, DepthUpdate update)
    {
        json.WriteString("stream", $"{universe[update.Pair].ToLowerInvariant()}@depth");
        json.WriteStartObject("data");
        json.WriteString("e", "depthUpdate");
        Times(json, update.VenueTime);
        json.WriteString("s", universe[update.Pair]);
        json.WriteNumber("U", update.FirstId);
        json.WriteNumber("u", update.LastId);
        json.WriteNumber("pu", update.PreviousId);
        Levels(json, "b", update.Bids, update.BidCount);
        Levels(json, "a", update.Asks, update.AskCount);
        json.WriteEndObject();
    }

    private static void Levels(Utf8JsonWriter json, string name, Level[] levels, int count)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < count; i++)
        {
            json.WriteStartArray();
            json.WriteStringValue(Decimals.Plain(levels[i].Price));
            json.WriteStringValue(Decimals.Plain(levels[i].Quantity));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Times(Utf8JsonWriter json, DateTimeOffset at)
    {
        json.WriteNumber("E", at.ToUnixTimeMilliseconds());
        json.WriteNumber("T", at.ToUnixTimeMilliseconds());
    }

    private Utf8JsonWriter Begin(int venue)
    {
        buffers[venue].ResetWrittenCount();
        var json = new Utf8JsonWriter(buffers[venue]);
        json.WriteStartObject();
        return json;
    }

    private void End(Utf8JsonWriter json, int venue, int pair, DateTimeOffset receivedAt)
    {
        json.WriteEndObject();
        json.Flush();
        recorders[venue, pair].Write((receivedAt.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100, buffers[venue].WrittenSpan);
    }
}
