using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Recordings;

/// <summary>Plays two recordings of one symbol as the two venues' books, in a loop, on the time of the clock: the moment of the first advance is the moment of
/// the first message.</summary>
public sealed class RecordedMarket : IMarketSource
{
    private const decimal FundingRate = 0.0001m;
    private readonly Recording[] recordings;
    private readonly RecordedBook[] books = [new(), new()];
    private readonly long start;
    private readonly long length;
    private DateTimeOffset? began;
    private long played = -1;

    public RecordedMarket(Recording first, Recording second)
    {
        recordings = [first, second];
        Symbols = [first.Symbol];
        start = Math.Min(first.Events[0].Time, second.Events[0].Time);
        length = Math.Max(first.Events[^1].Time, second.Events[^1].Time) - start + 1;
    }

    public IReadOnlyList<string> Symbols { get; }

    public bool Advance(DateTimeOffset now)
    {
        began ??= now;
        var target = (now - began.Value).Ticks * 100;
        if (target <= played) return false;
        // A new round begins with empty books, as a fresh connection would.
        if (played < 0 || target / length != played / length) foreach (var book in books) book.Clear();
        played = target;
        for (var venue = 0; venue < 2; venue++) books[venue].PlayUntil(recordings[venue], start + (target % length));
        return true;
    }

    public void Read(int venue, SimInstrument instrument, RawBook into)
    {
        into.Clear();
        if (instrument.Symbol == Symbols[0]) books[venue].Write(instrument, into);
    }

    public (decimal Mark, decimal Index, decimal FundingRate) Reference(int venue, SimInstrument instrument)
    {
        if (instrument.Symbol != Symbols[0]) return (instrument.StartPrice, instrument.StartPrice, FundingRate);
        var mine = books[venue].Mid ?? books[1 - venue].Mid ?? instrument.StartPrice;
        var other = books[1 - venue].Mid ?? mine;
        return (Math.Round(mine / instrument.Tick) * instrument.Tick, Math.Round((mine + other) / 2m / instrument.Tick) * instrument.Tick, FundingRate);
    }

    public string? Keep() => null;

    public void Resume(string kept)
    {
        // A recording begins anew: books of another day mean nothing to what is held.
    }
}
