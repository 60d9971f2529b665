namespace PropBot.VenueSimulator.Core;

/// <summary>Where the two venues' books come from: generated (Markets.SimMarket) or played back (RecordedMarket).</summary>
public interface IMarketSource
{
    IReadOnlyList<string> Symbols { get; }

    /// <summary>Moves on to the last step of the fixed grid at or before <paramref name="now"/>. True when anything moved.</summary>
    bool Advance(DateTimeOffset now);

    /// <summary>Writes the present levels of a venue (0 or 1), best first, on that venue's ticks.</summary>
    void Read(int venue, SimInstrument instrument, RawBook into);

    /// <summary>Mark, index (USDT) and predicted funding rate of a venue.</summary>
    (decimal Mark, decimal Index, decimal FundingRate) Reference(int venue, SimInstrument instrument);

    /// <summary>What is needed to go on after a restart where it stood; null when the source always begins anew.</summary>
    string? Keep();

    void Resume(string kept);
}
