using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges.OkxOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>Position mode, margin mode and leverage (§2.6): changed only where they differ, then read back (R21).</summary>
internal sealed class OkxSettings(OkxRest rest, OkxOrderEntry orders)
{
    public async Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop)
    {
        if (marginMode is not ("isolated" or "cross")) return Unreadable($"margin mode '{marginMode}' is neither isolated nor cross");
        var (config, clue) = await OneWayConfig(stop);
        if (config is not { } account) return Unreadable(clue);
        var before = await Leverage(instrument.VenueSymbol, marginMode, stop);
        string? refused = null;
        if (before.Value != leverage) refused = await SetLeverage(instrument.VenueSymbol, marginMode, leverage, stop);
        var after = refused is null && before.Value == leverage ? before : await Leverage(instrument.VenueSymbol, marginMode, stop);
        if (after.Value is not { } read) return Unreadable($"leverage of {instrument.VenueSymbol}: {after.Clue}");
        if (read != leverage && refused is not null) return Unreadable($"leverage of {instrument.VenueSymbol} stays {Decimals.Plain(read)}: {refused}");
        orders.UseMarginMode(instrument.VenueSymbol, marginMode);
        return new VenueAnswer<AccountSettings>.Got(Settings(account, marginMode, read));
    }

    /// <summary>acctLv 1 is spot only and cannot hold a swap; perm lists what the key may do.</summary>
    private static AccountSettings Settings(JsonElement account, string marginMode, decimal leverage)
    {
        var may = account.Text("perm").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new AccountSettings(
            account.Text("posMode") == "net_mode", marginMode, leverage, may.Contains("trade") && account.Text("acctLv") != "1",
            may.Length == 0 ? null : may.Contains("withdraw"), account.Text("uid"))
        {
            AccountLevel = int.TryParse(account.Text("acctLv"), out var level) ? level : null,
            IsSubAccount = account.Text("mainUid") is { Length: > 0 } main ? main != account.Text("uid") : null,
        };
    }

    /// <summary>The account's config, after a wish for net mode where it is not set. A refused wish (59000) shows in the config itself.</summary>
    private async Task<(JsonElement? Config, string Clue)> OneWayConfig(CancellationToken stop)
    {
        var first = await Config(stop);
        if (first.Config is not { } config || config.Text("posMode") == "net_mode") return first;
        await rest.Post(OkxLane.Settings, 1, "/api/v5/account/set-position-mode", json =>
        {
            json.WriteStartObject();
            json.WriteString("posMode"u8, "net_mode"u8);
            json.WriteEndObject();
        }, stop);
        return await Config(stop);
    }

    private async Task<(JsonElement? Config, string Clue)> Config(CancellationToken stop)
    {
        var reply = await rest.AskSigned(OkxLane.Settings, "/api/v5/account/config", stop);
        return reply is OkxReply.Answered { IsOk: true, Items: [var item, ..] } ? (item, "") : (null, reply.Clue);
    }

    private async Task<(decimal? Value, string Clue)> Leverage(string instId, string marginMode, CancellationToken stop)
    {
        var reply = await rest.AskSigned(OkxLane.Leverage, $"/api/v5/account/leverage-info?instId={instId}&mgnMode={marginMode}", stop);
        return reply is OkxReply.Answered { IsOk: true, Items: [var item, ..] } ? (item.Number("lever"), "no lever in the answer") : (null, reply.Clue);
    }

    /// <summary>Null when the venue took it, else its words.</summary>
    private async Task<string?> SetLeverage(string instId, string marginMode, decimal leverage, CancellationToken stop)
    {
        var reply = await rest.Post(OkxLane.Leverage, 1, "/api/v5/account/set-leverage", json =>
        {
            json.WriteStartObject();
            json.WriteString("instId"u8, instId);
            json.WriteString("lever"u8, Decimals.Plain(leverage));
            json.WriteString("mgnMode"u8, marginMode);
            json.WriteEndObject();
        }, stop);
        return reply is OkxReply.Answered { IsOk: true } ? null : reply.Clue;
    }

    private static VenueAnswer<AccountSettings>.Unreadable Unreadable(string clue) => new(clue);
}
