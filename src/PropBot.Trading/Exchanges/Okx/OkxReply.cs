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
