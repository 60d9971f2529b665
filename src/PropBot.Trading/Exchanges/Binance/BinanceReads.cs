using System.Text.Json;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Asking questions: send, resync and ask once more when the timestamp was refused (-1021), read the answer.</summary>
internal sealed class BinanceReads(BinanceRest rest, BinanceClock venueClock)
{
    public static bool IsGarbage(Exception trouble) =>
        trouble is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException or ArgumentException;

    public async Task<RestReply> Ask(RestCall call, CancellationToken stop)
    {
        var reply = await rest.Send(call, stop);
        if (reply.Code != BinanceErrors.OutsideRecvWindow) return reply;
        // Once, and only with a new measurement: the same offset would be refused again (P27).
        return await venueClock.Resync(stop) is null ? reply : await rest.Send(call, stop);
    }

    /// <param name="read">May throw what <see cref="IsGarbage"/> knows: then the answer is unreadable.</param>
    public async Task<VenueAnswer<T>> Ask<T>(RestCall call, Func<JsonElement, T> read, CancellationToken stop)
    {
        return Understood(await Ask(call, stop), call, read);
    }

    /// <inheritdoc cref="Ask{T}(RestCall, Func{JsonElement, T}, CancellationToken)"/>
    public static VenueAnswer<T> Understood<T>(RestReply reply, RestCall call, Func<JsonElement, T> read) =>
        reply.IsSuccess ? Read(reply, call, read) : new VenueAnswer<T>.Unreadable($"{call.Path}: {reply.Clue}");

    private static VenueAnswer<T> Read<T>(RestReply reply, RestCall call, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            return new VenueAnswer<T>.Got(read(document.RootElement));
        }
        catch (Exception garbage) when (IsGarbage(garbage))
        {
            return new VenueAnswer<T>.Unreadable($"{call.Path}: answer not understood: {garbage.Message}");
        }
    }

    public static RestCall Signed(string path, string parameters, int weight, bool essential = false) =>
        new(HttpMethod.Get, path, parameters, Access.Signed, weight, essential);

    public static RestCall Open(string path, string parameters, int weight) => new(HttpMethod.Get, path, parameters, Access.Open, weight);
}
