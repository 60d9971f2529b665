using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>Ids from content: the same wish, repeated after a crash, is the same instance.</summary>
internal static class InstanceNames
{
    public static string Of(string process, string commandId) =>
        $"{process}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{process}\n{commandId}")).AsSpan(0, 8))}";
}

/// <summary>Names exactly what an approval shows: its frozen inputs.</summary>
public static class PayloadHash
{
    public static string Of(ImmutableSortedDictionary<string, string> payload) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FlowJson.Write(FlowState.Nothing.AddRange(payload)))));
}
