using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Labels: what was read, written one per line, is read again, and can stand in a line of CSV.</summary>
internal static class LabelTarget
{
    public static void Run(byte[] input)
    {
        if (Target.Read(input, Read, "there is no label") is { } labels)
        {
            Target.Require(labels.SequenceEqual(Read(new StringReader(string.Join('\n', labels)))), "other labels were read again");
            Target.Require(labels.All(label => label.IndexOfAny([',', '"', '\t', '\r', '\n']) < 0), "a label that breaks a line of CSV");
        }
    }

    private static string[] Read(TextReader reader) => [.. LabelFile.Read(reader, Target.Source)];
}
