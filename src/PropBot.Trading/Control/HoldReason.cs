using System.Text.Json.Serialization;

namespace PropBot.Trading.Control;

/// <summary>One reason of the HOLD set (R2). <see cref="RestartCode"/> is left out of every comparison.</summary>
public sealed record HoldReason(string Code, string Source, DateTimeOffset Since)
{
    public const string RestartCode = "restart_safe_mode";

    [JsonIgnore]
    public HoldSeverity Severity => HoldSeverities.Of(Code, Source);
}

/// <summary>Something that must be resolved before trading resumes (R8), with a sentence for people.</summary>
public sealed record Block(string Code, string Text);
