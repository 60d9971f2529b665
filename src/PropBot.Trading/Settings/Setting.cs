namespace PropBot.Trading.Settings;

/// <summary>What a setting's text means.</summary>
public enum SettingKind
{
    WholeNumber = 0,
    Number = 1,

    /// <summary>1/true/yes/on or 0/false/no/off.</summary>
    Switch = 2,

    /// <summary>One of <see cref="Setting.Words"/>.</summary>
    Word = 3,
    Text = 4,

    /// <summary>A file or folder; relative ones resolve against the root (R39).</summary>
    Path = 5,

    /// <summary>An absolute http(s) or ws(s) address.</summary>
    Address = 6,

    /// <summary>Never shown, logged or echoed.</summary>
    Secret = 7,

    /// <summary>Words separated by commas.</summary>
    List = 8,
}

/// <summary>Which change of a setting makes more risk possible (rulings §3.3).</summary>
public enum Loosening
{
    None = 0,
    Up = 1,
    Down = 2,
    On = 3,
    Off = 4,

    /// <summary>Another word in a list.</summary>
    More = 5,
}

/// <summary>A default per profile, as text; null = no default.</summary>
public sealed record ProfileDefaults(string? Paper, string? Testnet, string? Live)
{
    public static readonly ProfileDefaults None = new(null, null, null);

    public static ProfileDefaults Same(string text) => new(text, text, text);

    public string? For(string profile) => profile switch
    {
        Profiles.Testnet => Testnet,
        Profiles.Live => Live,
        _ => Paper,
    };
}

/// <summary>The three profiles (rulings §2).</summary>
public static class Profiles
{
    public const string Paper = "paper";
    public const string Testnet = "testnet";
    public const string Live = "live";

    public static readonly IReadOnlyList<string> All = [Paper, Testnet, Live];
}

/// <summary>Everything known about one setting. The registry is the only place that knows it; documents and checks are made from here.</summary>
/// <param name="Meaning">One sentence for the operator.</param>
public sealed record Setting(string Name, SettingKind Kind, string Meaning)
{
    /// <summary>Other names for the same thing; different values at once are fatal (R33).</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public string Unit { get; init; } = "";
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }

    /// <summary>The minimum itself is out of range ("greater than 0").</summary>
    public bool AboveMin { get; init; }
    public IReadOnlyList<string> Words { get; init; } = [];
    public ProfileDefaults Defaults { get; init; } = ProfileDefaults.None;

    /// <summary>For a path: its place under DATA_DIR while it is not set.</summary>
    public string? InData { get; init; }
    public Loosening Loosens { get; init; }

    /// <summary>Unset or ≤ 0 is fatal on live (R14).</summary>
    public bool IsRiskLimit { get; init; }

    /// <summary>SYMBOL, VENUE or STRATEGY where <c>NAME__SYMBOL</c> sets it for one of them.</summary>
    public string? PerWhat { get; init; }

    /// <summary>Why this version reads and checks it but does not act on it; null = it acts. A set one is warned about.</summary>
    public string? NotActedOn { get; init; }

    public IEnumerable<string> AllNames => Aliases.Prepend(Name);
}
