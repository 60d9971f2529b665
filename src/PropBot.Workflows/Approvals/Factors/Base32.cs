using System.Text;

namespace PropBot.Workflows.Approvals.Factors;

/// <summary>RFC 4648 without padding, as authenticator apps take a secret.</summary>
public static class Base32
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var one in bytes)
        {
            (buffer, bits) = (((buffer << 8) | one) & 0xfff, bits + 8);
            for (; bits >= 5; bits -= 5) text.Append(Letters[(buffer >> (bits - 5)) & 31]);
        }
        if (bits > 0) text.Append(Letters[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }
}
