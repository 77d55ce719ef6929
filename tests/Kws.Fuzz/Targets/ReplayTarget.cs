using Kws.Hardware.Replay;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Layers as TensorFlow prints them, or recorded cases: each case that was read, printed, is read again.</summary>
internal static class ReplayTarget
{
    private static readonly ReplayFiles Files = new(DsCnn.Parse("2 2 2 2 1 1 1 1 1 1 1", labelCount: 2, frames: 2, coefficients: 3));

    public static void Run(byte[] input)
    {
        foreach (ReplayedCase replayed in Target.Read(input, reader => Read(reader), "there is no tensor", "case '") ?? [])
        {
            string printed = string.Join('\n', replayed.Trace.Layers.Select(layer => $"{layer.Name}\n[{string.Join(' ', layer.Values)}]"));
            ReplayedCase[] again = Read(new StringReader(printed));
            Target.Require(again is [var only] && only.Trace.Equals(replayed.Trace), "another case was read again");
        }
    }

    private static ReplayedCase[] Read(TextReader reader) => [.. Files.Read(new RereadingReader(reader), Target.Source)];
}
