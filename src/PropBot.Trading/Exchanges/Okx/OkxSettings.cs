using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>Position mode, margin mode and leverage (§2.6): changed only where they differ, then read back (R21).</summary>
internal sealed class OkxSettings(OkxOptions options, OkxRest rest, OkxOrderEntry orders)
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
            may.Length == 0 ? null : may.Contains("withdraw"), account.Text("uid"));
    }

    /// <summary>The account's config, after a wish for net mode where it is not set. A refused wish (59000) shows in the config itself.</summary>
    private async Task<(JsonElement? Config, string Clue)> OneWayConfig(CancellationToken stop)
    {
        var first = await Config(stop);
        if (first.Config is not { } config || config.Text("posMode") == "net_mode") return first;
        var draft = rest.Draft("/api/v5/account/set-position-mode");
        draft.Json.WriteStartObject();
        draft.Json.WriteString("posMode"u8, "net_mode"u8);
        draft.Json.WriteEndObject();
        await Post(draft, OkxLane.Settings, stop);
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
        var draft = rest.Draft("/api/v5/account/set-leverage");
        draft.Json.WriteStartObject();
        draft.Json.WriteString("instId"u8, instId);
        draft.Json.WriteString("lever"u8, Decimals.Plain(leverage));
        draft.Json.WriteString("mgnMode"u8, marginMode);
        draft.Json.WriteEndObject();
        var reply = await Post(draft, OkxLane.Leverage, stop);
        return reply is OkxReply.Answered { IsOk: true } ? null : reply.Clue;
    }

    private async Task<OkxReply> Post(OkxDraft draft, OkxLane lane, CancellationToken stop)
    {
        try
        {
            await rest.Lanes.Take(lane, stop);
        }
        catch (OperationCanceledException)
        {
            return new OkxReply.Silent("stopped before it was asked", MayHaveLeft: false);
        }

        return await rest.Send(draft, lane, options.QueryTimeout, stop);
    }

    private static VenueAnswer<AccountSettings>.Unreadable Unreadable(string clue) => new(clue);
}
