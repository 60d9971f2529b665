using System.Buffers;
using System.Text.Json;
using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>One argument of a subscription: a channel and what narrows it.</summary>
internal readonly record struct OkxArgument(string Channel, string InstId, string InstType)
{
    public string Key => OkxAcks.Key(Channel, InstId);
}

/// <summary>Messages we send on OKX streams (§2.8).</summary>
internal static class OkxRequests
{
    public static ReadOnlyMemory<byte> Subscribe(IEnumerable<OkxArgument> arguments) => Write("subscribe", arguments);

    public static ReadOnlyMemory<byte> Unsubscribe(IEnumerable<OkxArgument> arguments) => Write("unsubscribe", arguments);

    /// <param name="seconds">The venue's time in whole seconds.</param>
    public static ReadOnlyMemory<byte> Login(Credential credential, string seconds) => Write("login", json =>
    {
        json.WriteStartObject();
        json.WriteString("apiKey"u8, credential.Key);
        json.WriteString("passphrase"u8, credential.Passphrase);
        json.WriteString("timestamp"u8, seconds);
        json.WriteString("sign"u8, OkxSigner.SignLogin(credential.Secret, seconds));
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Write(string operation, IEnumerable<OkxArgument> arguments) => Write(operation, json =>
    {
        foreach (var argument in arguments)
        {
            json.WriteStartObject();
            json.WriteString("channel"u8, argument.Channel);
            if (argument.InstType.Length > 0) json.WriteString("instType"u8, argument.InstType);
            if (argument.InstId.Length > 0) json.WriteString("instId"u8, argument.InstId);
            json.WriteEndObject();
        }
    });

    private static ReadOnlyMemory<byte> Write(string operation, Action<Utf8JsonWriter> arguments)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("op"u8, operation);
        json.WriteStartArray("args"u8);
        arguments(json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }
}
