using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>
/// Where every answer of OKX passes, by REST or by socket: limits take effect, and what the connector itself must do about a code is set
/// going (wire protocols §2.10). The hooks return at once.
/// </summary>
internal sealed partial class OkxReactions(OkxLanes lanes, OkxKeyGuard keys, ILogger logger)
{
    public OkxLanes Lanes => lanes;

    public OkxKeyGuard Keys => keys;

    public Action ReloadInstruments { get; set; } = static () => { };

    public Action RefreshAccount { get; set; } = static () => { };

    /// <param name="status">HTTP status; 200 for an answer by socket.</param>
    public void Answered(in OkxToll toll, string code, int status, string text)
    {
        var reaction = code == "0" ? OkxReaction.None : OkxErrors.Of(code, status).Reaction;
        lanes.Answered(toll, reaction);
        if (reaction == OkxReaction.None) return;
        switch (reaction)
        {
            case OkxReaction.HardStop:
                keys.Wrong();
                LogLoud(code, keys.Objection ?? text);
                break;
            case OkxReaction.ReloadInstruments:
                ReloadInstruments();
                break;
            case OkxReaction.RefreshAccount:
                RefreshAccount();
                break;
            case OkxReaction.Alert:
                LogLoud(code, text);
                break;
        }
    }

    [LoggerMessage(2221, LogLevel.Error, "OKX says {Code}: {Text}")]
    private partial void LogLoud(string code, string text);
}
