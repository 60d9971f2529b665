using System.Text.Json;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Markets;

/// <summary>The generated market of both venues: correlated symbols, own spreads and depth, a basis that jumps and reverts. It moves on a fixed grid of
/// 100 ms of clock time, so that the same seed and the same span of time give the same market however often it is asked.</summary>
public sealed class SimMarket : IMarketSource
{
    public const double StepSeconds = 0.1;
    public const double JumpsPerSecond = 1.0 / 52.0;
    public const double JumpDecaySeconds = 16.0;
    private const long StepTicks = TimeSpan.TicksPerSecond / 10;

    // A host that slept for a day must not replay a day before it answers.
    private const long MostStepsAtOnce = 36_000;
    private readonly Dictionary<string, SymbolProcess> processes;
    private readonly Dictionary<string, ulong> salts;
    private Dice factor;
    private long step = -1;

    public SimMarket(int seed, IReadOnlyList<SimInstrument> instruments)
    {
        Symbols = [.. instruments.Select(i => i.Symbol)];
        processes = instruments.ToDictionary(i => i.Symbol, i => SymbolProcess.Start(seed, i), StringComparer.Ordinal);
        salts = instruments.ToDictionary(i => i.Symbol, i => Dice.For(seed, i.Symbol + " ladder").State, StringComparer.Ordinal);
        factor = Dice.For(seed, "factor");
    }

    public IReadOnlyList<string> Symbols { get; }

    public bool Advance(DateTimeOffset now)
    {
        var target = now.UtcTicks / StepTicks;
        if (step < 0)
        {
            step = target;
            return true;
        }

        if (target <= step) return false;
        if (target - step > MostStepsAtOnce) step = target - MostStepsAtOnce;
        for (; step < target; step++)
        {
            var shock = factor.Normal();
            foreach (var symbol in Symbols) processes[symbol].Advance(shock);
        }

        return true;
    }

    public void Read(int venue, SimInstrument instrument, RawBook into) =>
        Ladder.Write(MidOf(venue, instrument.Symbol), venue, instrument, salts[instrument.Symbol], step, into);

    public (decimal Mark, decimal Index, decimal FundingRate) Reference(int venue, SimInstrument instrument)
    {
        var process = processes[instrument.Symbol];
        var mark = process.Mid * (1.0 + (process.SlowDeviation[venue] / 10_000.0));
        return (Rounded(mark, instrument), Rounded(process.Mid, instrument), Math.Round((decimal)Math.Clamp(process.Funding[venue], -0.003, 0.003), 6));
    }

    public string Keep() => JsonSerializer.Serialize(new Kept(factor.State, processes));

    public void Resume(string kept)
    {
        var state = JsonSerializer.Deserialize<Kept>(kept) ?? throw new InvalidDataException("The kept market is empty.");
        factor = new Dice(state.Factor);
        foreach (var (symbol, process) in state.Processes)
        {
            if (processes.ContainsKey(symbol)) processes[symbol] = process;
        }
    }

    private double MidOf(int venue, string symbol)
    {
        var process = processes[symbol];
        return process.Mid * (1.0 + (process.Deviation(venue) / 10_000.0));
    }

    private static decimal Rounded(double price, SimInstrument instrument) =>
        Math.Round((decimal)price / instrument.Tick, 0, MidpointRounding.ToEven) * instrument.Tick;

    private sealed record Kept(ulong Factor, Dictionary<string, SymbolProcess> Processes);
}
