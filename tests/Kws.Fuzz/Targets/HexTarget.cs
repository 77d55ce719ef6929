using System.Collections.Immutable;
using Kws.Hardware.Replay;
using Kws.Hardware.Replay.Formats;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>A layer in hexadecimal: what was read, written with 32 bits, is read again.</summary>
internal static class HexTarget
{
    private static readonly ExpectedLayer Layer = new("layer", new TensorShape(2, 3, 1), int.MinValue, int.MaxValue);

    public static void Run(byte[] input)
    {
        if (Target.Read(input, reader => Read(reader, null), "there is no value at address") is { } layer)
        {
            ImmutableArray<int> values = layer.Readings[0];
            ImmutableArray<int> again = Read(new StringReader(string.Join('\n', values.Select(value => $"{value:x8}"))), 32).Readings[0];
            Target.Require(again.SequenceEqual(values), "other values were read again");
        }
    }

    private static RecordedLayer Read(TextReader reader, int? bits) => new HexLayer(Layer, 12, bits, Target.Source).Read(reader);
}
