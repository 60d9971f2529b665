using System.Text;
using PropBot.Workflows.Approvals.Factors;

namespace PropBot.Workflows.Tests.Approvals.Factors;

public class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);

    // RFC 6238, Appendix B, SHA-1 column.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1_111_111_109, "07081804")]
    [InlineData(1_111_111_111, "14050471")]
    [InlineData(1_234_567_890, "89005924")]
    [InlineData(2_000_000_000, "69279037")]
    [InlineData(20_000_000_000, "65353130")]
    public void the_vectors_of_rfc_6238_come_out(long seconds, string code)
    {
        var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Assert.Equal(code, Totp.Code(Secret, step, digits: 8));
        Assert.Equal(code[2..], Totp.Code(Secret, step));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void one_step_of_grace_either_way(int away, bool counts) =>
        Assert.Equal(counts, Totp.Match(Secret, Totp.Code(Secret, Totp.StepAt(Now) + away), Now, lastUsed: 0) is not null);

    [Fact]
    public void a_used_step_and_every_one_before_it_is_spent()
    {
        var step = Totp.StepAt(Now);
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step), Now, lastUsed: step));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step - 1), Now, lastUsed: step));
        Assert.Equal(step + 1, Totp.Match(Secret, Totp.Code(Secret, step + 1), Now, lastUsed: step));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("0000000")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("\ud800")]
    public void anything_else_is_no_code(string? text) => Assert.Null(Totp.Match(Secret, text, Now, lastUsed: 0));

    [Fact]
    public void a_code_may_be_typed_with_the_blank_that_apps_show()
    {
        var code = Totp.Code(Secret, Totp.StepAt(Now));
        Assert.NotNull(Totp.Match(Secret, $"{code[..3]} {code[3..]}", Now, lastUsed: 0));
    }

    // RFC 4648, section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void base32_is_that_of_rfc_4648(string text, string expected) => Assert.Equal(expected, Base32.Text(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void the_uri_is_what_authenticator_apps_read() => Assert.Equal(
        "otpauth://totp/PropBot%20live:alice%40desk?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=PropBot%20live&algorithm=SHA1&digits=6&period=30",
        Totp.Uri("live", "alice@desk", Secret));
}
