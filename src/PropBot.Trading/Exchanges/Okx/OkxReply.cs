using System.Text.Json;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>What came back from one HTTP call.</summary>
internal abstract record OkxReply
{
    private OkxReply()
    {
    }

    /// <summary>An answer. Code is the envelope's, empty when the body is not OKX's JSON; items carry their own sCode (§2.3).</summary>
    public sealed record Answered(int Status, string Code, string Text, IReadOnlyList<JsonElement> Items) : OkxReply
    {
        public bool IsOk => Code == "0";
    }

    /// <summary>
    /// An answer to one order or cancel, both levels of error brought together (§2.3): where the item has an sCode, it is the code, else
    /// the envelope's. Code is empty when the body is not OKX's JSON.
    /// </summary>
    public sealed record Acked(int Status, string Code, string Text, string SubCode, string OrderId) : OkxReply;

    /// <summary>No answer. <paramref name="MayHaveLeft"/> is false only when no connection came about, so that no byte can have left.</summary>
    public sealed record Silent(string Why, bool MayHaveLeft) : OkxReply;

    /// <summary>The reason this is not a good answer to a question, for <see cref="VenueAnswer{T}.Unreadable"/>.</summary>
    public string Clue => this switch
    {
        Answered { Code: "" } a => $"HTTP {a.Status} without an OKX answer",
        Answered a => $"OKX {a.Code}: {a.Text}",
        Acked { Code: "" } a => $"HTTP {a.Status} without an OKX answer",
        Acked a => $"OKX {a.Code}: {a.Text}",
        Silent s => s.Why,
        _ => "",
    };
}

/// <summary>Reads the answer to one order straight from UTF-8: it lies on the way from tick to order and back.</summary>
internal static class OkxAckReader
{
    public static OkxReply.Acked Read(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadEnvelope(status, ref reader) : new(status, "", "", "", "");
        }
        catch (JsonException)
        {
            return new(status, "", "", "", "");
        }
    }

    private static OkxReply.Acked ReadEnvelope(int status, ref Utf8JsonReader reader)
    {
        string code = "", text = "";
        Item item = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("code"u8)) code = Scalar(ref reader);
            else if (reader.ValueTextEquals("msg"u8)) text = Scalar(ref reader);
            else if (reader.ValueTextEquals("data"u8)) item = ReadFirst(ref reader);
            else reader.Skip();
        }

        return string.IsNullOrEmpty(item.Code)
            ? new(status, code, text, item.SubCode ?? "", item.OrderId ?? "")
            : new(status, item.Code, item.Text ?? "", item.SubCode ?? "", item.OrderId ?? "");
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
    }
}
