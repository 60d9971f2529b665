using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PropBot.Trading.Instruments;

using PropBot.Trading.Exchanges.Binance;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>Writes the signed form body of an order (wire protocols 1.5.3) straight into bytes: this is on the tick-to-order path.</summary>
internal static class BinanceOrderForm
{
    /// <param name="timestamp">The venue's time, ms.</param>
    /// <param name="validMs">recvWindow: the venue's engine refuses the order once timestamp + this has passed (R31).</param>
    public static byte[] Write(OrderRequest order, long timestamp, long validMs, byte[] secret)
    {
        Span<byte> buffer = stackalloc byte[512];
        var form = new Writer(buffer);
        form.Add("symbol="u8, order.Instrument.VenueSymbol);
        form.Add(order.Side == Side.Buy ? "&side=BUY&type=LIMIT&timeInForce=IOC&quantity="u8 : "&side=SELL&type=LIMIT&timeInForce=IOC&quantity="u8, order.Quantity.Value);
        form.Add("&price="u8, order.Limit.Value);
        if (order.ReduceOnly) form.Add("&reduceOnly=true"u8);
        form.Add("&newClientOrderId="u8, order.Id.Value);
        // The mode is always sent: REST and socket documents disagree about the default.
        form.Add("&newOrderRespType=ACK&selfTradePreventionMode=EXPIRE_TAKER&recvWindow="u8, validMs);
        form.Add("&timestamp="u8, timestamp);
        return form.Signed(secret);
    }

    private ref struct Writer(Span<byte> buffer)
    {
        private readonly Span<byte> buffer = buffer;
        private int length;

        public void Add(ReadOnlySpan<byte> literal)
        {
            literal.CopyTo(buffer[length..]);
            length += literal.Length;
        }

        public void Add(ReadOnlySpan<byte> name, string value)
        {
            Add(name);
            // Symbols of some contracts are not ASCII; what is signed must be what is sent, so both are percent-encoded.
            length += Encoding.UTF8.GetBytes(Ascii.IsValid(value) ? value : Uri.EscapeDataString(value), buffer[length..]);
        }

        public void Add(ReadOnlySpan<byte> name, long value)
        {
            Add(name);
            Utf8Formatter.TryFormat(value, buffer[length..], out var written);
            length += written;
        }

        public void Add(ReadOnlySpan<byte> name, decimal value)
        {
            Add(name);
            value.TryFormat(buffer[length..], out var written, default, CultureInfo.InvariantCulture);
            var text = buffer.Slice(length, written);
            // Trailing zeros count as precision at the venue (-1111).
            if (text.Contains((byte)'.')) text = text.TrimEnd((byte)'0').TrimEnd((byte)'.');
            length += text.Length;
        }

        public readonly byte[] Signed(byte[] secret)
        {
            var form = new byte[length + "&signature="u8.Length + BinanceSigner.SignatureLength];
            buffer[..length].CopyTo(form);
            "&signature="u8.CopyTo(form.AsSpan(length));
            BinanceSigner.Sign(secret, form.AsSpan(0, length), form.AsSpan(form.Length - BinanceSigner.SignatureLength));
            return form;
        }
    }
}
