using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>
/// Writes the requests of the WebSocket API (wire protocols 1.9): parameters sorted by name, decimals as texts, signed over <c>name=value</c> joined by
/// <c>&amp;</c> without percent-encoding. The signed text and the JSON grow side by side, so one cannot say something else than the other.
/// </summary>
internal static class BinanceOrderFrame
{
    /// <param name="timestamp">The venue's time, ms.</param>
    /// <param name="validMs">recvWindow (R31).</param>
    public static byte[] Order(string id, OrderRequest order, long timestamp, long validMs, BinanceSigner.Ready key)
    {
        var writer = new Writer(stackalloc byte[1024], stackalloc byte[1024], id, "order.place"u8);
        writer.Text("apiKey"u8, key.Credential.Key);
        writer.Text("newClientOrderId"u8, order.Id.Value);
        writer.Text("newOrderRespType"u8, "ACK");
        writer.Amount("price"u8, order.Limit.Value);
        writer.Amount("quantity"u8, order.Quantity.Value);
        writer.Number("recvWindow"u8, validMs);
        if (order.ReduceOnly) writer.Text("reduceOnly"u8, "true");
        writer.Text("selfTradePreventionMode"u8, "EXPIRE_TAKER");
        writer.Text("side"u8, order.Side == Side.Buy ? "BUY" : "SELL");
        writer.Text("symbol"u8, order.Instrument.VenueSymbol);
        writer.Text("timeInForce"u8, "IOC");
        writer.Number("timestamp"u8, timestamp);
        writer.Text("type"u8, "LIMIT");
        return writer.Signed(key.Secret);
    }

    public static byte[] Cancel(string id, Instrument instrument, ClientOrderId order, long timestamp, long validMs, BinanceSigner.Ready key)
    {
        var writer = new Writer(stackalloc byte[1024], stackalloc byte[1024], id, "order.cancel"u8);
        writer.Text("apiKey"u8, key.Credential.Key);
        writer.Text("origClientOrderId"u8, order.Value);
        writer.Number("recvWindow"u8, validMs);
        writer.Text("symbol"u8, instrument.VenueSymbol);
        writer.Number("timestamp"u8, timestamp);
        return writer.Signed(key.Secret);
    }

    private ref struct Writer
    {
        private readonly Span<byte> json;
        private readonly Span<byte> total;
        private int jsonLength;
        private int totalLength;

        public Writer(Span<byte> json, Span<byte> total, string id, ReadOnlySpan<byte> method)
        {
            this.json = json;
            this.total = total;
            Json("{\"id\":\""u8);
            jsonLength += Encoding.UTF8.GetBytes(id, json[jsonLength..]);
            Json("\",\"method\":\""u8);
            Json(method);
            Json("\",\"params\":{"u8);
        }

        /// <exception cref="ArgumentException">Longer than any key or symbol of this venue.</exception>
        public void Text(scoped ReadOnlySpan<byte> name, string value)
        {
            Name(name);
            var start = totalLength;
            totalLength += Encoding.UTF8.GetBytes(value, total[totalLength..]);
            Json("\""u8);
            if (Ascii.IsValid(value) && !value.AsSpan().ContainsAny('"', '\\')) Json(total[start..totalLength]);
            else Json(JsonEncodedText.Encode(value).EncodedUtf8Bytes);
            Json("\""u8);
        }

        public void Number(scoped ReadOnlySpan<byte> name, long value)
        {
            Name(name);
            Utf8Formatter.TryFormat(value, total[totalLength..], out var written);
            Json(total.Slice(totalLength, written));
            totalLength += written;
        }

        /// <summary>A decimal as text; trailing zeros count as precision at the venue (-1111).</summary>
        public void Amount(scoped ReadOnlySpan<byte> name, decimal value)
        {
            Name(name);
            value.TryFormat(total[totalLength..], out var written, default, CultureInfo.InvariantCulture);
            var text = total.Slice(totalLength, written);
            if (text.Contains((byte)'.')) text = text.TrimEnd((byte)'0').TrimEnd((byte)'.');
            totalLength += text.Length;
            Json("\""u8);
            Json(text);
            Json("\""u8);
        }

        public byte[] Signed(byte[] secret)
        {
            Json(",\"signature\":\""u8);
            BinanceSigner.Sign(secret, total[..totalLength], json.Slice(jsonLength, BinanceSigner.SignatureLength));
            jsonLength += BinanceSigner.SignatureLength;
            Json("\"}}"u8);
            return json[..jsonLength].ToArray();
        }

        private void Name(scoped ReadOnlySpan<byte> name)
        {
            if (totalLength > 0)
            {
                Json(","u8);
                total[totalLength++] = (byte)'&';
            }

            Json("\""u8);
            Json(name);
            Json("\":"u8);
            name.CopyTo(total[totalLength..]);
            totalLength += name.Length;
            total[totalLength++] = (byte)'=';
        }

        private void Json(scoped ReadOnlySpan<byte> text)
        {
            text.CopyTo(json[jsonLength..]);
            jsonLength += text.Length;
        }
    }
}
