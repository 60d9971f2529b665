using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

public sealed class ParameterTests : IDisposable
{
    private readonly LedgerRoom room = new();

    public void Dispose() => room.Dispose();

    public static TheoryData<object?, object?> Forms => new()
    {
        { 0.10m, "0.1" },
        { -1234567890.123456789m, "-1234567890.123456789" },
        { 60000m, "60000" },
        { true, 1L },
        { false, 0L },
        { DayOfWeek.Friday, "Friday" },
        { null, null },
        { "text ' with ü", "text ' with ü" },
        { 42, 42L },
        { long.MaxValue, long.MaxValue },
        { new DateTimeOffset(2026, 1, 5, 14, 0, 0, 0, 1, TimeSpan.FromHours(2)), 1767614400000001L },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void each_kind_has_one_form(object? given, object? stored) => Assert.Equal(stored, Ask(unit => unit.Scalar("SELECT ?1", given)));

    [Theory]
    [InlineData(0.1)]
    [InlineData('c')]
    [InlineData("cut\0off")]
    public void what_has_no_form_is_refused(object given) => Assert.Throws<ArgumentException>(() => Ask(unit => unit.Scalar("SELECT ?1", given)));

    [Fact]
    public void a_missing_parameter_is_refused() =>
        Assert.Throws<ArgumentException>(() => Ask(unit => unit.Scalar("SELECT ?1, ?2", 1)));

    [Fact]
    public void a_second_statement_is_refused() =>
        Assert.Throws<ArgumentException>(() => Ask(unit => unit.Execute("DELETE FROM event; DELETE FROM alert")));

    [Fact]
    public void rows_changed_are_counted()
    {
        Assert.Equal(2, Ask(unit => unit.Execute("INSERT INTO meta (key, value) VALUES ('one', ''), ('two', '')")));
        Assert.Equal(0, Ask(unit => unit.Execute("DELETE FROM meta WHERE key = 'none'")));
    }

    [Fact]
    public void instants_come_back_as_they_went()
    {
        var at = new DateTimeOffset(2026, 1, 5, 12, 0, 0, 123, 456, TimeSpan.Zero);
        Assert.Equal(at, LedgerTime.FromMicroseconds(LedgerTime.ToMicroseconds(at)));
    }

    [Fact]
    public void an_event_is_written_with_its_time_and_an_unknown_level_is_refused()
    {
        Ask(unit =>
        {
            unit.Event("WARNING", "hold_engaged", "{}");
            return null;
        });
        Assert.Equal("1767614400000000 WARNING hold_engaged {}", Ask(unit => unit.Scalar("SELECT at || ' ' || level || ' ' || code || ' ' || payload FROM event")));
        Assert.ThrowsAny<Exception>(() => Ask(unit =>
        {
            unit.Event("LOUD", "x", "{}");
            return null;
        }));
    }

    private object? Ask(Func<LedgerTransaction, object?> question)
    {
        var store = room.Open();
        object? answer = null;
        var asked = store.Write(unit => answer = question(unit));
        store.Step();
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        asked.GetAwaiter().GetResult();
        return answer;
    }
}
