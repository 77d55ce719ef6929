using System.Globalization;
using Kws.Hardware.Replay;
using Kws.Hardware.Replay.Formats;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>C arrays of layers: what was read, written as arrays, is read again.</summary>
internal static class CArrayTarget
{
    private static readonly ExpectedLayer Layer = new("layer", new TensorShape(2, 3, 1), int.MinValue, int.MaxValue);

    public static void Run(byte[] input)
    {
        if (Target.Read(input, reader => Read(reader.ReadToEnd())) is { } layers)
        {
            string text = string.Concat(layers.Select(layer => $"int layer[] = {{{string.Join(
                ',', layer.Readings[0].Select(value => value.ToString(CultureInfo.InvariantCulture)))}}};\n"));
            List<RecordedLayer> again = Read(text);
            Target.Require(
                layers.SelectMany(layer => layer.Readings[0]).SequenceEqual(again.SelectMany(layer => layer.Readings[0])),
                "other values were read again");
        }
    }

    private static List<RecordedLayer> Read(string text)
    {
        var arrays = new CArrays(text, Target.Source, name => name.EndsWith("layer", StringComparison.Ordinal) ? Layer : null);
        var layers = new List<RecordedLayer>();
        while (arrays.Next() is { } next)
        {
            layers.Add(next.Layer);
        }

        return layers;
    }
}
