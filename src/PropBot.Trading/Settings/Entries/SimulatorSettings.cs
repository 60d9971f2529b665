using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class SimulatorSettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        Whole("SIM_SEED", "", 0, int.MaxValue, Same("7"), "Seed of the simulated market: same seed, same market."),
        Whole("SIM_BINANCE_PORT", "port", 0, 65_535, Same("0"), "Loopback port of the simulated Binance; 0 takes a free one."),
        Whole("SIM_OKX_PORT", "port", 0, 65_535, Same("0"), "Loopback port of the simulated OKX; 0 takes a free one."),
        List("SIM_EXTERNAL", ProfileDefaults.None, "binance=<url>,okx=<url>: simulated venues that run by themselves, instead of embedded ones."),
        List("SIM_SOURCE", ProfileDefaults.None, "Two recordings (file A,file B) that play as Binance and OKX instead of the generated market."),
        Secret("SIM_KEY", "API key the simulated venues accept; the simulator's own while it is not set."),
        Secret("SIM_SECRET", "Its secret."),
        Secret("SIM_PASSPHRASE", "Its passphrase (OKX)."),
    ];
}
