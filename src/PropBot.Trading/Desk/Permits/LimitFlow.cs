using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Settings;
using PropBot.Trading.Settings.Approved;

namespace PropBot.Trading.Desk.Permits;

/// <summary>Limits that move while the desk runs (R13): up with a permit, down by one person, back by themselves when a raise was temporary.</summary>
internal sealed class LimitFlow(DeskMemory m, DeskEffects effects)
{
    private static readonly string[] NoScope = ["", "-", "NONE", "DEFAULT", "__DEFAULT__"];

    public ImmutableArray<LimitView> Views => [.. LimitTable.All.SelectMany(Scopes).Select(at => View(at.Row, at.Scope))];

    public CommandResult Lower(DeskCommand.LowerLimit command)
    {
        if (Place(command.Limit, command.Scope, out var row, out var scope) is { } unsupported) return unsupported;
        if (WrongValue(row!, command.Value) is { } wrong) return wrong;
        var now = row!.Read(m.Limits, scope);
        if (now is null || command.Value <= now)
        {
            Write(Next(row, scope, command.Value, until: null, command.By), command.Value, "risk_limit_lowered");
            return new CommandResult.Done(new Dictionary<string, object?> { ["limit"] = row.Word, ["scope"] = scope, ["value"] = command.Value });
        }

        return new CommandResult.Refused("two_people_required", $"{row.Word} is {Decimals.Plain(now.Value)}; raising it to {Decimals.Plain(command.Value)} needs two people: risk/limit-request and risk/limit-approve");
    }

    /// <summary>What a permit to raise does; null when its payload is not one.</summary>
    public Loosening? Raise(Permit permit)
    {
        if (Wish.Of(permit.Payload) is not { } wish || Place(wish.Limit, wish.Scope, out var row, out var scope) is not null) return null;
        if (WrongValue(row!, wish.Value) is not null) return null;
        var next = Next(row!, scope, wish.Value, wish.Until, permit.By);
        var epoch = m.ModeEpoch.Current;
        return new Loosening(
            () => Objection(row!, scope, wish, epoch),
            tx => Save(tx, next, "risk_limit_raise_approved"),
            () => Become(next, wish.Value),
            () => Undo(next));
    }

    /// <summary>Ends temporary raises whose time has come, also one that came while the desk was away.</summary>
    public void Tick()
    {
        foreach (var row in m.Approved.Values.Where(row => row.Until <= m.Now).ToList()) End(row, "risk_limit_expired");
    }

    /// <summary>R13: a kill ends every temporary raise.</summary>
    public void OnKill()
    {
        foreach (var row in m.Approved.Values.Where(row => row.Until is not null).ToList()) End(row, "risk_limit_ended_by_kill");
    }

    private void End(ApprovedSetting row, string code)
    {
        if (LimitTable.OfKey(row.Key) is null || SettingsBaseline.Entry(row.Key) is not { } setting) return;
        var text = SettingDirection.Tighter(setting, row.Value, row.Before);
        var next = row with { Value = text, Before = "", Until = null, Version = row.Version + 1, By = "desk", At = m.Now };
        Write(next, text.Length == 0 ? null : Number(text), code);
    }

    private Action<Ledger.LedgerTransaction> Undo(ApprovedSetting written)
    {
        var stands = (m.Approved.GetValueOrDefault(written.Key) ?? written with { Value = written.Environment, Before = "", Until = null }) with { Version = written.Version + 1 };
        m.Approved[written.Key] = stands;
        return tx => ApprovedSettingStore.Save(tx, stands);
    }

    private CommandResult.Refused? Objection(LimitRow row, string scope, Wish wish, long epoch)
    {
        if (epoch != m.ModeEpoch.Current && m.Control.KillPending) return new("state_changed", "the kill switch was used since this was approved");
        if (Version(row.Key(scope)) != wish.Version) return new("state_changed", $"{row.Word} has been changed since this was asked for: look and ask again");
        if (m.Measures.Readings.Var is VarReading.Insufficient few && m.Options.Profile != Profiles.Paper)
            return new(VarReading.Insufficient.Code, $"{few.Samples} of {HourlyMoves.Needed} minutes of {few.Symbol}: no VaR yet, and no limit is raised without one");
        if (row.Read(m.Limits, scope) is not { } now || wish.Value > now) return null;
        return new("risk_limit_must_increase", $"{row.Word} is {Decimals.Plain(now)} already: {Decimals.Plain(wish.Value)} raises nothing");
    }

    private ApprovedSetting Next(LimitRow row, string scope, decimal value, DateTimeOffset? until, string by)
    {
        var key = row.Key(scope);
        var before = until is null ? "" : row.Read(m.Limits, scope) is { } now ? Decimals.Plain(now) : "";
        return new ApprovedSetting(key, Decimals.Plain(value), before, m.Options.Loosenable.TryGetValue(key, out var said) ? said : "", until, Version(key) + 1, by, m.Now);
    }

    private void Write(ApprovedSetting next, decimal? value, string code)
    {
        Become(next, value);
        effects.Persist(code, tx => Save(tx, next, code));
    }

    private void Become(ApprovedSetting next, decimal? value)
    {
        var (row, scope) = LimitTable.OfKey(next.Key) ?? throw new InvalidOperationException($"{next.Key} is no limit");
        m.Limits = row.With(m.Limits, Canonical(row, scope), value);
        m.Approved[next.Key] = next;
        m.Dirty = true;
    }

    private static void Save(Ledger.LedgerTransaction tx, ApprovedSetting next, string code)
    {
        ApprovedSettingStore.Save(tx, next);
        var json = JsonSerializer.Serialize(new { limit = next.Key, value = next.Value, previous = next.Before, until = next.Until, approved_by = next.By, version = next.Version });
        tx.Event("WARNING", code, json);
        tx.Audit(next.By, "desk", code.ToUpperInvariant(), "desk", json);
    }

    private CommandResult.Refused? Place(string limit, string asked, out LimitRow? row, out string scope)
    {
        scope = "";
        row = LimitTable.Find(limit);
        if (row is null) return new("risk_limit_unsupported", $"'{limit}' is no limit; use one of {string.Join(", ", LimitTable.All.Select(known => known.Word))}");
        if (NoScope.Contains(asked.ToUpperInvariant())) return null;
        var named = row;
        switch (row.Scope)
        {
            case LimitScope.Symbol when m.Options.Universe.IndexOf(asked.ToUpperInvariant()) >= 0:
                scope = asked.ToUpperInvariant();
                return null;
            case LimitScope.Venue when Venues.TryParse(asked, out var venue):
                scope = venue.Word();
                return null;
            case LimitScope.Strategy when StrategyNames.All.Contains(asked.ToLowerInvariant(), StringComparer.Ordinal):
                scope = asked.ToLowerInvariant();
                return null;
            case LimitScope.None:
                return new("risk_limit_scope", $"{named.Word} has no scope: leave it out, or write -");
            default:
                return new("risk_limit_scope", $"'{asked}' is no {named.Scope.ToString().ToLowerInvariant()} of this desk; use - for the default");
        }
    }

    private static CommandResult.Refused? WrongValue(LimitRow row, decimal value) =>
        SettingRegistry.Find(row.Setting) is { } setting && ValueCheck.WhatIsWrong(setting, Decimals.Plain(value)) is { } wrong
            ? new("risk_limit_invalid_value", $"{row.Word}: {wrong}")
            : null;

    private IEnumerable<(LimitRow Row, string Scope)> Scopes(LimitRow row)
    {
        yield return (row, "");
        var own = row.Scope switch
        {
            LimitScope.Symbol => m.Limits.MaxPositionUsdtBySymbol.Keys.Order(StringComparer.Ordinal),
            LimitScope.Venue when row.Setting == "MAX_OPEN_ORDERS" => m.Limits.MaxOpenOrdersByVenue.Keys.Order().Select(venue => venue.Word()),
            LimitScope.Strategy => m.Limits.Capital.LimitUsdtOf.Keys.Order(StringComparer.Ordinal),
            LimitScope.Venue => m.Limits.MaxVenueNotionalUsdt.Keys.Order().Select(venue => venue.Word()),
            _ => Enumerable.Empty<string>(),
        };
        foreach (var scope in own) yield return (row, scope);
    }

    private LimitView View(LimitRow row, string scope)
    {
        var known = m.Approved.GetValueOrDefault(row.Key(scope));
        return new LimitView(row.Word, scope, row.Read(m.Limits, scope), known?.Until, known?.Version ?? 0);
    }

    private long Version(string key) => m.Approved.TryGetValue(key, out var row) ? row.Version : 0;

    private static string Canonical(LimitRow row, string scope) => (row.Scope, scope) switch
    {
        (_, "") => scope,
        (LimitScope.Venue, _) => Venues.Parse(scope).Word(),
        (LimitScope.Strategy, _) => scope.ToLowerInvariant(),
        _ => scope,
    };

    private static decimal Number(string text) => SettingText.TryNumber(text, out var value) ? value : throw new InvalidOperationException($"'{text}' was written by this desk and is no number");

    /// <summary>The frozen payload of a raise.</summary>
    private sealed record Wish(string Limit, string Scope, decimal Value, DateTimeOffset? Until, long Version)
    {
        private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

        public static Wish? Of(string json)
        {
            try
            {
                return JsonSerializer.Deserialize<Wish>(json, Snake) is { Limit.Length: > 0, Scope: not null } wish ? wish : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
