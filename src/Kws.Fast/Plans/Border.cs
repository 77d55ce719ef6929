using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>The positions around a tensor that windows cover.</summary>
/// <param name="Top">Before the first frame.</param>
/// <param name="Bottom">After the last frame.</param>
/// <param name="Left">Before the first frequency.</param>
/// <param name="Right">After the last frequency.</param>
/// <param name="Value">Their value: one that does not change the result.</param>
internal readonly record struct Border(int Top, int Bottom, int Left, int Right, int Value)
{
    public bool IsEmpty => (Top | Bottom | Left | Right) == 0;

    /// <summary>The border that a layer's windows need.</summary>
    public static Border Of(Layer layer)
    {
        if (layer is not IWindowedLayer windowed)
        {
            return default;
        }

        Window window = windowed.Window;
        int After(int places, int stride, int kernel, int before, int length) =>
            Math.Max(((places - 1) * stride) + kernel - before - length, 0);
        return new Border(
            windowed.PaddingTime,
            After(layer.Output.Time, window.StrideTime, window.KernelTime, windowed.PaddingTime, layer.Input.Time),
            windowed.PaddingFrequency,
            After(layer.Output.Frequency, window.StrideFrequency, window.KernelFrequency, windowed.PaddingFrequency, layer.Input.Frequency),
            layer is MaxPoolLayer ? short.MinValue : 0);
    }
}
