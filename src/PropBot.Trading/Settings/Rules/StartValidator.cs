using FluentValidation;
using FluentValidation.Results;

namespace PropBot.Trading.Settings.Rules;

/// <summary>Everything that is asked before a start, as one validation: all problems come in one list, warnings among them by their severity (R49).</summary>
internal sealed class StartValidator : AbstractValidator<SettingValues>
{
    public StartValidator(ISettingsDisk disk)
    {
        Ask((values, findings) => AccessRules.Check(values, disk, findings));
        Ask(VenueRules.Check);
        Ask(LimitRules.CheckLive);
        Include(new LimitRules());
        Ask(DeskRules.Check);
        Ask(WatchRules.Check);
        Ask((values, findings) => FileRules.Check(values, disk, findings));
    }

    public void Check(SettingValues values, Findings findings)
    {
        foreach (var failure in Validate(values).Errors)
        {
            if (failure.Severity == Severity.Error) findings.Problem(failure.PropertyName, failure.ErrorMessage);
            else findings.Warn(failure.PropertyName, failure.ErrorMessage);
        }
    }

    private void Ask(Action<SettingValues, Findings> check) => RuleFor(values => values).Custom((values, context) =>
    {
        var found = new Findings();
        check(values, found);
        foreach (var problem in found.Problems) context.AddFailure(new ValidationFailure(problem.Name, problem.Text));
        foreach (var warning in found.Warnings) context.AddFailure(new ValidationFailure(warning.Name, warning.Text) { Severity = Severity.Warning });
    });
}
