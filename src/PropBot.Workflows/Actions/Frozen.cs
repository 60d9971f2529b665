using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Workflows.Approvals;

namespace PropBot.Workflows.Actions;

/// <summary>
/// What a request was made in and for, as text that the approver's hash covers (R10): the HOLD it stands in and, where something has a
/// version, that version. Equal text = nothing that matters has moved.
/// </summary>
public sealed record Frozen(long HoldEpoch, string HoldReasons, long Version = 0, string Detail = "")
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Frozen Of(DeskSnapshot desk)
    {
        var binding = HoldBinding.Of(desk);
        return new Frozen(binding.Epoch, binding.Reasons);
    }

    public string Text() => JsonSerializer.Serialize(this, Snake);

    /// <summary>Null when the text is none of ours.</summary>
    public static Frozen? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Frozen>(text, Snake);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The HOLD is still the one it was, restarts left out (R2).</summary>
    public bool StillHolds(DeskSnapshot desk) => Of(desk) is var now && now.HoldEpoch == HoldEpoch && now.HoldReasons == HoldReasons;
}
