using PropBot.Workflows.Approvals.Factors;

namespace PropBot.Workflows.Tests.Approvals;

public sealed class ConfirmLockoutTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void four_wrong_answers_lock_nothing() => Assert.Null(ConfirmLockout.LockedUntil(At(0, 1, 2, 3), Minute(3)));

    [Fact]
    public void the_fifth_wrong_answer_inside_fifteen_minutes_locks_for_fifteen_minutes_from_it()
    {
        var wrong = At(0, 3, 6, 9, 14);

        Assert.Equal(Minute(29), ConfirmLockout.LockedUntil(wrong, Minute(14)));
        Assert.Equal(Minute(29), ConfirmLockout.LockedUntil(wrong, Minute(29).AddTicks(-1)));
        Assert.Null(ConfirmLockout.LockedUntil(wrong, Minute(29)));
    }

    [Fact]
    public void five_wrong_answers_spread_over_fifteen_minutes_lock_nothing() => Assert.Null(ConfirmLockout.LockedUntil(At(0, 3, 6, 9, 15), Minute(15)));

    [Fact]
    public void five_more_wrong_answers_after_a_lock_lock_again() =>
        Assert.Equal(Minute(38), ConfirmLockout.LockedUntil(At(0, 0, 0, 0, 0, 20, 21, 22, 22, 23), Minute(24)));

    private static DateTimeOffset Minute(int minute) => Start.AddMinutes(minute);

    private static List<DateTimeOffset> At(params int[] minutes) => [.. minutes.Select(Minute)];
}
