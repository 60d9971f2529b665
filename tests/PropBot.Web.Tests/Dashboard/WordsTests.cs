using System.Collections;
using System.Globalization;
using System.Resources;
using PropBot.Web.Dashboard;

namespace PropBot.Web.Tests.Dashboard;

public sealed class WordsTests
{
    private static readonly ResourceManager Texts = new("PropBot.Web.Dashboard.Texts.Words", typeof(DeskWords).Assembly);

    [Fact]
    public void every_text_is_there_in_both_languages()
    {
        var (english, russian) = (Names("en", fallback: true), Names("ru", fallback: false));

        Assert.True(english.Count > 50);
        Assert.Equal(english, russian);
    }

    [Fact]
    public void the_languages_are_different()
    {
        Assert.Equal("Log in", DeskWords.English["login_title"]);
        Assert.Equal("Вход", DeskWords.Russian["login_title"]);
    }

    [Fact]
    public void a_text_that_nobody_wrote_is_a_broken_promise() => Assert.Throws<MissingManifestResourceException>(() => DeskWords.English["no_such_text"]);

    private static List<string> Names(string language, bool fallback)
    {
        var set = Texts.GetResourceSet(fallback ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false);
        return [.. set!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal)];
    }
}
