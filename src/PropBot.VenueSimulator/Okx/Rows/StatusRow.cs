using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>An entry of <c>system/status</c> and of the <c>status</c> channel.</summary>
public static class StatusRow
{
    public static JsonObject Of(OkxUpgrade upgrade, DateTimeOffset now) => new()
    {
        ["title"] = "Trading system upgrade",
        ["state"] = upgrade.State,
        ["begin"] = OkxText.Time(upgrade.Begin),
        ["end"] = OkxText.Time(upgrade.End),
        ["preOpenBegin"] = "",
        ["href"] = "",
        ["serviceType"] = "5",
        ["system"] = "unified",
        ["scheDesc"] = "",
        ["maintType"] = "3",
        ["env"] = "1",
        ["ts"] = OkxText.Time(now),
    };
}
