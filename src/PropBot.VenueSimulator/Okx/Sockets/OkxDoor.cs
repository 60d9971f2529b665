namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>The three WebSocket addresses; each takes its own channels only (wire-protocols §2.8).</summary>
public enum OkxDoor
{
    Public,
    Private,
    Business,
}

/// <summary>What the doors are called.</summary>
public static class OkxDoors
{
    private const string Root = "/ws/v5/";

    /// <summary><c>public</c>, <c>private</c>, <c>business</c>: the last part of the address, and the name a fault uses.</summary>
    public static string Word(this OkxDoor door) => door switch
    {
        OkxDoor.Public => "public",
        OkxDoor.Private => "private",
        _ => "business",
    };

    /// <summary>Null when no door is there.</summary>
    public static OkxDoor? At(string? path) => path switch
    {
        Root + "public" => OkxDoor.Public,
        Root + "private" => OkxDoor.Private,
        Root + "business" => OkxDoor.Business,
        _ => null,
    };
}
