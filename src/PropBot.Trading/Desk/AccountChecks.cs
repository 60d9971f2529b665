using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk;

/// <summary>The checks of R21 about one venue's account and key. Each says what is wrong and what would be right.</summary>
internal static class AccountChecks
{
    public static IEnumerable<PreflightCheck> Run(DeskMemory m, VenueStatus status)
    {
        var word = status.Venue.Word();
        var live = m.Options.Profile == "live";
        yield return Each($"environment_{word}", m, status, static (_, _) => null, $"the key belongs to {m.Options.Profile}");
        yield return Each($"position_mode_{word}", m, status, static (_, set) => set.OneWayMode
            ? null
            : "the account is in hedge mode; it must be one-way (net): close its positions and orders and switch it on the venue's page", "one-way");
        yield return Each($"margin_mode_{word}", m, status, (_, set) => string.Equals(set.MarginMode, m.Options.MarginMode, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"margin mode is {set.MarginMode}; MARGIN_MODE wants {m.Options.MarginMode}", $"{m.Options.MarginMode}, read back");
        yield return Each($"leverage_{word}", m, status, (_, set) => set.Leverage == m.Options.Leverage
            ? null
            : $"leverage is {Decimals.Plain(set.Leverage)}; LEVERAGE wants {Decimals.Plain(m.Options.Leverage)}", $"{Decimals.Plain(m.Options.Leverage)}, read back");
        yield return Each($"key_{word}", m, status, (_, set) => Key(m, set), live ? "may trade and not withdraw" : "may trade");
        if (status.Venue == Venue.Binance) yield return Each($"multi_assets_{word}", m, status, (_, set) => MultiAssets(live, set), "off");
        else yield return Each($"account_level_{word}", m, status, (_, set) => Level(live, set), "holds swaps");
        if (live) yield return Dedicated(m, status, word);
    }

    /// <summary>Green when every symbol was read and none objects.</summary>
    private static PreflightCheck Each(string name, DeskMemory m, VenueStatus status, Func<string, AccountSettings, string?> objection, string good)
    {
        foreach (var symbol in m.Options.Universe.Symbols)
        {
            if (!status.Settings.TryGetValue(symbol, out var set)) return new(name, false, $"{symbol}: the account's settings are not read yet ({status.SetupClue})");
            if (objection(symbol, set) is { } wrong) return new(name, false, $"{symbol}: {wrong}");
        }

        return new(name, true, good);
    }

    private static string? Key(DeskMemory m, AccountSettings set)
    {
        if (!set.CanTrade) return "the key may not trade futures; allow it, and nothing else";
        if (m.Options.Profile != "live") return null;
        return set.CanWithdraw switch
        {
            true => "the key may withdraw; make one that may only trade",
            null when !m.Options.TradeOnlyKeys => "the venue does not tell whether the key may withdraw; look at its page and say TRADE_ONLY_KEYS=true when it may not",
            _ => null,
        };
    }

    private static string? MultiAssets(bool live, AccountSettings set) => set.MultiAssetMode switch
    {
        true => "multi-assets mode is on; it must be off, else a loss in one coin eats the margin of another",
        null when live => "the venue did not tell whether multi-assets mode is off",
        _ => null,
    };

    private static string? Level(bool live, AccountSettings set) => set.AccountLevel switch
    {
        < 2 => $"account level is {set.AccountLevel} (spot); it must be 2 (futures) or higher: change the account mode on the venue's page",
        null when live => "the venue did not tell the account level",
        _ => null,
    };

    // The kill switch cancels whatever the account has (R3): on live nobody else may have anything there.
    private static PreflightCheck Dedicated(DeskMemory m, VenueStatus status, string word)
    {
        var name = $"dedicated_account_{word}";
        var strangers = status.ForeignOrders.Values.Select(o => $"order {o.VenueOrderId} on {o.Symbol}")
            .Concat(status.Positions.Values.Where(p => p.SignedQuantity != 0m && m.Options.Universe.IndexOf(p.Symbol) < 0).Select(p => $"position {Decimals.Plain(p.SignedQuantity)} {p.Symbol}"))
            .ToList();
        if (strangers.Count > 0) return new(name, false, $"not ours on this account: {string.Join(", ", strangers)}; PropBot needs a (sub)account of its own");
        if (m.Options.DedicatedAccount) return new(name, true, "declared by DEDICATED_ACCOUNT, and nothing of others is seen");
        var assets = status.Balances.Values.Where(b => b.Wallet != 0m && b.Currency != Money.Usdt).Select(b => b.Currency).ToList();
        var sub = status.Settings.Count > 0 && status.Settings.Values.All(set => set.IsSubAccount == true);
        return sub && assets.Count == 0
            ? new(name, true, "a sub-account with nothing of others")
            : new(name, false, $"it is not certain that nobody else uses this account{(assets.Count > 0 ? $" (it also holds {string.Join(", ", assets)})" : "")}; say DEDICATED_ACCOUNT=true when it is PropBot's alone");
    }
}
