using System.Xml;
using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>Bytes from outside to a tree: no DTD, no entity, no resolver, bounded in size, depth and count.</summary>
internal static class SafeXml
{
    public const int MostBytes = 1 << 20;
    private const int MostElements = 10_000;
    private const int Deepest = 40;

    public static XElement? Read(byte[] bytes, Objections objections)
    {
        if (bytes.Length > MostBytes)
        {
            objections.Add(File(RefusalCodes.TooLarge, $"the file has {bytes.Length} bytes", $"at most {MostBytes}"));
            return null;
        }

        try
        {
            if (!WithinBounds(bytes, objections)) return null;
            using var reader = Open(bytes);
            return XDocument.Load(reader).Root;
        }
        catch (Exception wrong) when (wrong is XmlException or ArgumentException or InvalidOperationException or FormatException or NotSupportedException)
        {
            objections.Add(File(RefusalCodes.NotXml, "the file is not well-formed XML without a DTD: " + Objections.Short(wrong.Message), "a BPMN 2.0 file in UTF-8"));
            return null;
        }
    }

    private static bool WithinBounds(byte[] bytes, Objections objections)
    {
        using var reader = Open(bytes);
        var elements = 0;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element) elements++;
            if (reader.Depth <= Deepest && elements <= MostElements) continue;
            objections.Add(File(RefusalCodes.TooLarge, $"more than {MostElements} elements, or nested deeper than {Deepest}", "a smaller diagram, or several"));
            return false;
        }

        return true;
    }

    private static XmlReader Open(byte[] bytes) => XmlReader.Create(new MemoryStream(bytes, writable: false), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    });

    private static Refusal File(string code, string what, string right) => new("", "file", code, what, right);
}
