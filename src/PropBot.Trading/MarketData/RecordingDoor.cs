using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.MarketData;

/// <summary>Opens the recording when the desk starts to listen and closes its files when the process ends.</summary>
public sealed class RecordingDoor(string folder, PairUniverse universe, TimeProvider clock) : IAsyncDisposable
{
    private RecordingTap? tap;

    public IVenueListener Open(IVenueListener desk) => tap = new RecordingTap(folder, universe, clock.GetUtcNow(), desk);

    public ValueTask DisposeAsync() => tap?.DisposeAsync() ?? ValueTask.CompletedTask;
}
