namespace PropBot.VenueSimulator.Okx;

/// <summary>Which OKX this venue is: a call that names the other one is 50101 (wire-protocols §2.1). <c>Either</c> takes calls with and without
/// <c>x-simulated-trading: 1</c>, as clients of paper trading send both.</summary>
public enum OkxEnvironment
{
    Either,
    Live,
    Demo,
}

/// <summary>How the skin behaves where the venue itself leaves a choice.</summary>
/// <param name="SnapshotPage">Positions in one page of a snapshot (<c>curPage</c>, <c>lastPage</c>).</param>
public sealed record OkxSkinOptions(OkxEnvironment Environment = OkxEnvironment.Either, int SnapshotPage = 100);
