using System.Globalization;
using Kws.Model;
using Kws.Reference;

namespace Kws.Cli.Tests.Support;

/// <summary>Layers as other programs print them.</summary>
internal static class PrintedLayers
{
    /// <summary>All layers of a fingerprint of <see cref="TestData.Recorded"/>.</summary>
    public static InferenceTrace Trace(int index) =>
        new ReferenceClassifier(KwsModel.Default).Trace(
            FingerprintFile.Read(TestData.Recorded, DsCnn.Default).ElementAt(index).Values.Span);

    /// <summary>The same trace with one value changed, and nothing behind it.</summary>
    public static InferenceTrace Change(InferenceTrace trace, string layer, int index, int value) =>
        new(trace.Layers.Select(values => values.Name == layer ? values with { Values = values.Values.SetItem(index, value) } : values));

    /// <summary>As numpy prints an array of [1][time][frequency][channel], a line for every position.</summary>
    public static string Array(LayerValues layer, Func<int, string>? format = null)
    {
        format ??= value => value.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> frames = layer.Values.Chunk(layer.Shape.Frequency * layer.Shape.Channels).Select(frame =>
        {
            IEnumerable<string> positions =
                frame.Chunk(layer.Shape.Channels).Select(position => $"[{string.Join(' ', position.Select(format))}]");
            return $"[{string.Join("\n   ", positions)}]";
        });
        return $"[[{string.Join("\n\n  ", frames)}]]";
    }

    /// <summary>A layer below its name.</summary>
    public static string Named(LayerValues layer) => $"{layer.Name}\n{Array(layer)}\n";

    public static string Named(InferenceTrace trace) => string.Concat(trace.Layers.Select(Named));
}
