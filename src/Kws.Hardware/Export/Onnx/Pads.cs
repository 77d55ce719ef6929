using Kws.Model;

namespace Kws.Hardware.Export.Onnx;

/// <summary>The numbers of positions outside the input of a layer that its windows cover.</summary>
/// <param name="layer">The layer.</param>
/// <param name="windowed">The same layer.</param>
internal readonly struct Pads(Layer layer, IWindowedLayer windowed)
{
    /// <summary>Before the first one, in time and in frequency.</summary>
    public long[] Before { get; } = [windowed.PaddingTime, windowed.PaddingFrequency];

    /// <summary>After the last one, in time and in frequency.</summary>
    public long[] After { get; } =
    [
        Missing(layer.Output.Time, windowed.Window.StrideTime, windowed.Window.KernelTime, layer.Input.Time + windowed.PaddingTime),
        Missing(
            layer.Output.Frequency, windowed.Window.StrideFrequency, windowed.Window.KernelFrequency,
            layer.Input.Frequency + windowed.PaddingFrequency),
    ];

    /// <summary>The attribute of an operator; none without padding.</summary>
    public AttributeProto[] Attributes =>
        Before.Concat(After).All(count => count == 0) ? [] : [OnnxGraph.Attribute("pads", [.. Before, .. After])];

    private static long Missing(int outputs, int stride, int kernel, int present) =>
        Math.Max(((outputs - 1) * stride) + kernel - present, 0);
}
