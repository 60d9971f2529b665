using System.Globalization;
using System.Resources;
using PropBot.Web.Access;

namespace PropBot.Web.Dashboard;

/// <summary>Texts a person reads, in one language (R44). The words of the desk (HOLD, SAFE_MODE) are the same in all.</summary>
public sealed class DeskWords
{
    public static readonly DeskWords English = new("en");
    public static readonly DeskWords Russian = new("ru");

    private static readonly ResourceManager Texts = new("PropBot.Web.Dashboard.Texts.Words", typeof(DeskWords).Assembly);

    private readonly CultureInfo culture;

    private DeskWords(string language)
    {
        Language = language;
        culture = CultureInfo.GetCultureInfo(language);
    }

    public string Language { get; }

    public DeskWords Other => Language == "ru" ? English : Russian;

    /// <exception cref="MissingManifestResourceException">No such text: a broken promise of the page.</exception>
    public string this[string name] => Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"no text named {name}");

    public string OnOff(bool on) => this[on ? "on" : "off"];

    public static DeskWords In(string? language) => language == "ru" ? Russian : English;

    /// <summary>The session's choice, else PROPBOT_LANG.</summary>
    public static DeskWords For(HttpContext context, WebOptions options) => In(Visitor.Maybe(context)?.Session?.Language ?? options.Language);
}
