using FluentValidation;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Settings.Rules;

/// <summary>Sizes and times that must fit into one another.</summary>
internal sealed class LimitRules : AbstractValidator<SettingValues>
{
    public LimitRules()
    {
        NotAbove("LEVERAGE", "MAX_LEVERAGE");
        NotAbove("ORDER_NOTIONAL_USDT", "MAX_NOTIONAL_PER_POSITION_USDT");
        NotAbove("MAX_NOTIONAL_PER_POSITION_USDT", "MAX_TOTAL_NOTIONAL_USDT");
        NotAbove("LIQ_DISTANCE_ACT_PCT", "LIQ_DISTANCE_WARN_PCT");
        NotAbove("ORDER_VALID_MS", "HEDGE_LEG_DEADLINE_MS");
        // A naked bound inside the leg deadline would unwind a hedge that is still being opened.
        NotAbove("HEDGE_LEG_DEADLINE_MS", "NAKED_MAX_SECONDS", largeInUnitsOfSmall: 1000m);
    }

    /// <summary>R14: on live nobody else decides how much may be lost.</summary>
    public static void CheckLive(SettingValues values, Findings findings)
    {
        if (values.Profile != Profiles.Live) return;
        foreach (var setting in SettingRegistry.All.Where(setting => setting.IsRiskLimit && !values.IsSet(setting.Name)))
            findings.Problem(setting.Name, $"is a risk limit without a default on live; set it: a value {ValueCheck.Range(setting)} ({setting.Unit}) (R14)");
    }

    private void NotAbove(string small, string large, decimal largeInUnitsOfSmall = 1m) =>
        RuleFor(values => values.Number(small))
            .Must((values, number) => number is null || values.Number(large) is not { } cap || number <= cap * largeInUnitsOfSmall)
            .OverridePropertyName(small)
            .WithMessage(values => $"{Shown(values.Number(small))} is more than {large} allows ({Shown(values.Number(large) * largeInUnitsOfSmall)}); lower it, or raise {large}");

    private static string Shown(decimal? value) => value is { } number ? Decimals.Plain(number) : "nothing";
}
