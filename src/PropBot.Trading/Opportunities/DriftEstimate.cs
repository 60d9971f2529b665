using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Opportunities;

/// <summary>Expected slippage of a round trip: the mean of our own fills' slippage beyond the planned VWAP, times four fills (R23).</summary>
public sealed class DriftEstimate
{
    public const int Needed = 20;
    private const int Fills = 4;
    private static readonly Bps Prior = new(0.5m);
    private readonly decimal[] recent = new decimal[500];
    private decimal sum;
    private long added;

    public int Count => (int)Math.Min(added, recent.Length);

    /// <summary>0.5 bps a fill until 20 samples exist; then the mean of the last 500.</summary>
    public Bps Current => (Count < Needed ? Prior : new Bps(sum / Count)) * Fills;

    /// <summary>Slippage is positive when the fill was worse than planned.</summary>
    public void Add(Side side, Price planned, Price filled)
    {
        var slippage = Bps.Between(planned, filled).Value * side.Sign();
        ref var slot = ref recent[added++ % recent.Length];
        sum += slippage - slot;
        slot = slippage;
    }
}
