namespace PropBot.Trading.Settings;

/// <summary>A text that may be used but never shown: records that hold one can be logged without harm.</summary>
public readonly record struct Secret(string Value)
{
    public override string ToString() => "***";
}
