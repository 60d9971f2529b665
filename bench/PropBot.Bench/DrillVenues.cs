using System.Diagnostics;
using System.Text.Json.Nodes;
using PropBot.Trading.Amounts;

namespace PropBot.Bench;

/// <summary>The simulated venues as a process of their own, and their own books over <c>/_sim/ledger</c>.</summary>
internal sealed class DrillVenues : IDisposable
{
    private readonly Process process;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    private DrillVenues(Process process, string binance, string okx) => (this.process, Binance, Okx) = (process, binance, okx);

    public string Binance { get; }
    public string Okx { get; }

    public static async Task<DrillVenues> Start(string folder, int seed, IReadOnlyList<string> symbols)
    {
        Directory.CreateDirectory(folder);
        var started = Programs.Start(
            "PropBot.VenueSimulator.Host", null,
            "--seed", $"{seed}", "--key", "drill", "--secret", "drill-secret", "--passphrase", "drill-pass", "--data", folder, "--symbols", string.Join(',', symbols));
        while (await started.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("READY ", StringComparison.Ordinal)) continue;
            var words = line.Split(' ');
            return new DrillVenues(started, words[1]["binance=".Length..], words[2]["okx=".Length..]);
        }

        throw new InvalidOperationException("the venues did not start: " + await started.StandardError.ReadToEndAsync());
    }

    public async Task<int> OrderCount() => (await Ledgers()).Sum(l => l["orders_count"]!.GetValue<int>());

    public async Task UntilOrderAfter(int count)
    {
        var patience = Stopwatch.StartNew();
        while (await OrderCount() <= count)
            if (patience.Elapsed > TimeSpan.FromMinutes(4)) throw new TimeoutException("no order within 4 minutes");
    }

    public async Task<Dictionary<string, int>> PerClientId()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var ledger in await Ledgers())
            foreach (var (id, count) in ledger["orders_per_client_id"]!.AsObject()) counts[id] = count!.GetValue<int>();
        return counts;
    }

    /// <summary>Signed position per symbol on both venues.</summary>
    public async Task<Dictionary<string, (decimal Binance, decimal Okx)>> Net()
    {
        var net = new Dictionary<string, (decimal Binance, decimal Okx)>(StringComparer.Ordinal);
        var ledgers = await Ledgers();
        for (var venue = 0; venue < 2; venue++)
        {
            foreach (var position in ledgers[venue]["positions"]!.AsArray())
            {
                var symbol = position!["symbol"]!.GetValue<string>();
                var quantity = Decimals.Parse(position["quantity"]!.GetValue<string>());
                var (binance, okx) = net.GetValueOrDefault(symbol);
                net[symbol] = venue == 0 ? (quantity, okx) : (binance, quantity);
            }
        }

        return net;
    }

    /// <summary>Faults as of now; rules as docs/SIMULATOR.md has them.</summary>
    public async Task Break(params string[] rules)
    {
        using var body = new StringContent($"[{string.Join(',', rules)}]");
        using var answer = await http.PostAsync(new Uri($"{Binance}/_sim/faults"), body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Ends every fault on both.</summary>
    public async Task Mend() => (await http.DeleteAsync(new Uri($"{Binance}/_sim/faults"))).Dispose();

    public async Task<decimal> Earned() =>
        (await Ledgers()).Sum(l => Decimals.Parse(l["wallet"]!.GetValue<string>()) - Decimals.Parse(l["deposits"]!.GetValue<string>()));

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
        http.Dispose();
    }

    private async Task<JsonObject[]> Ledgers() => [await Ledger(Binance), await Ledger(Okx)];

    private async Task<JsonObject> Ledger(string url) => JsonNode.Parse(await http.GetStringAsync(new Uri($"{url}/_sim/ledger")))!.AsObject();
}
