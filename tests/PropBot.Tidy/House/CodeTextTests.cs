namespace PropBot.Tidy.House;

public class CodeTextTests
{
    [Theory]
    [InlineData("a // word\nb", "a        \nb")]
    [InlineData("a /* word\n */ b", "a        \n    b")]
    [InlineData("a \"word\" b", "a        b")]
    [InlineData("a \"\" b", "a    b")]
    [InlineData("a \"wo\\\"rd\" b", "a          b")]
    [InlineData("a @\"c:\\\" b", "a @      b")]
    [InlineData("a @\"x\"\"y\" b", "a @       b")]
    [InlineData("a \"\"\"w \"o\" d\"\"\" b", "a               b")]
    [InlineData("a '\"' b // c", "a     b     ")]
    [InlineData("a '\\'' b", "a      b")]
    [InlineData("a \"// no\" b", "a         b")]
    public void comments_and_strings_are_blanked(string text, string expected) => Assert.Equal(expected, CodeText.Blank(text, commentsToo: true));

    [Fact]
    public void comments_can_stay() => Assert.Equal("a    /* b */ // c", CodeText.Blank("a \"\" /* b */ // c", commentsToo: false));
}
