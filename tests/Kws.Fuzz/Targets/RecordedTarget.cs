using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Recorded cases: what was read, and is written, is read again.</summary>
internal static class RecordedTarget
{
    public static void Run(byte[] input)
    {
        if (Target.Read(input, reader => Read(reader)) is { } cases)
        {
            var text = new StringWriter();
            RecordedCaseFile.Write(text, cases);
            Target.Require(cases.SequenceEqual(Read(new StringReader(text.ToString()))), "other cases were read again");
        }
    }

    private static RecordedCase[] Read(TextReader reader) => [.. RecordedCaseFile.Read(reader, Target.Source)];
}
