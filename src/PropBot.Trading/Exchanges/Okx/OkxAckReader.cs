using System.Text.Json;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>Reads the answer to one order straight from UTF-8: it lies on the way from tick to order and back.</summary>
internal static class OkxAckReader
{
    public static OkxReply.Acked Read(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadEnvelope(status, ref reader).Ack : new(status, "", "", "", "");
        }
        catch (JsonException)
        {
            return new(status, "", "", "", "");
        }
    }

    /// <summary>A message on an order socket: which request it answers, or which event it is; both empty when it is neither.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static (string Id, string Event, OkxReply.Acked Ack) ReadMessage(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        reader.Read();
        return ReadEnvelope(200, ref reader);
    }

    private static (string Id, string Event, OkxReply.Acked Ack) ReadEnvelope(int status, ref Utf8JsonReader reader)
    {
        string code = "", text = "";
        var about = (Id: "", Event: "");
        Item item = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("code"u8)) code = Scalar(ref reader);
            else if (reader.ValueTextEquals("msg"u8)) text = Scalar(ref reader);
            else if (reader.ValueTextEquals("data"u8)) item = ReadFirst(ref reader);
            else ReadAbout(ref reader, ref about);
        }

        return (about.Id, about.Event, item.Over(status, code, text));
    }

    private static void ReadAbout(ref Utf8JsonReader reader, ref (string Id, string Event) about)
    {
        if (reader.ValueTextEquals("id"u8)) about.Id = Scalar(ref reader);
        else if (reader.ValueTextEquals("event"u8)) about.Event = Scalar(ref reader);
        else reader.Skip();
    }

    private static Item ReadFirst(ref Utf8JsonReader reader)
    {
        Item first = default;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return first;
        }

        for (var n = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; n++)
        {
            if (n == 0 && reader.TokenType == JsonTokenType.StartObject) first = ReadItem(ref reader);
            else reader.Skip();
        }

        return first;
    }

    private static Item ReadItem(ref Utf8JsonReader reader)
    {
        Item item = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ordId"u8)) item.OrderId = Scalar(ref reader);
            else if (reader.ValueTextEquals("sCode"u8)) item.Code = Scalar(ref reader);
            else if (reader.ValueTextEquals("sMsg"u8)) item.Text = Scalar(ref reader);
            else if (reader.ValueTextEquals("subCode"u8)) item.SubCode = Scalar(ref reader);
            else reader.Skip();
        }

        return item;
    }

    private static string Scalar(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number) return System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
        if (reader.TokenType == JsonTokenType.String) return reader.ValueTextEquals("0"u8) ? "0" : reader.GetString() ?? "";
        reader.Skip();
        return "";
    }

    private struct Item
    {
        public string? Code;
        public string? Text;
        public string? SubCode;
        public string? OrderId;

        /// <summary>Both levels brought together: where the item has an sCode, it speaks, else the envelope.</summary>
        public readonly OkxReply.Acked Over(int status, string code, string text) => string.IsNullOrEmpty(Code)
            ? new(status, code, text, SubCode ?? "", OrderId ?? "")
            : new(status, Code, Text ?? "", SubCode ?? "", OrderId ?? "");
    }
}
