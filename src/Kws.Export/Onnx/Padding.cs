using Kws.Model;

namespace Kws.Export.Onnx;

/// <summary>How many zeros stand around the input of a depthwise convolution.</summary>
/// <param name="layer">The layer.</param>
internal readonly struct Padding(Layer layer)
{
    /// <summary>Before the first one, in time and in frequency.</summary>
    public long[] Before { get; } = [layer.PaddingTime, layer.PaddingFrequency];

    /// <summary>Behind the last one, in time and in frequency.</summary>
    public long[] After { get; } =
    [
        Missing(layer.Output.Time, layer.Window.StrideTime, layer.Window.KernelTime, layer.Input.Time + layer.PaddingTime),
        Missing(layer.Output.Frequency, layer.Window.StrideFrequency, layer.Window.KernelFrequency, layer.Input.Frequency + layer.PaddingFrequency),
    ];

    private static long Missing(int outputs, int stride, int kernel, int present) =>
        Math.Max(((outputs - 1) * stride) + kernel - present, 0);
}
