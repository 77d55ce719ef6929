using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>The windows of a layer, cut off at the borders of its input.</summary>
internal sealed class Windows
{
    private readonly int _frequencies;

    private Windows(Layer layer, IWindowedLayer windowed)
    {
        Window window = windowed.Window;
        _frequencies = layer.Input.Frequency;
        Times = Clip.All(layer.Output.Time, layer.Input.Time, window.KernelTime, window.StrideTime, windowed.PaddingTime);
        Frequencies = Clip.All(
            layer.Output.Frequency, layer.Input.Frequency, window.KernelFrequency, window.StrideFrequency, windowed.PaddingFrequency);
    }

    /// <summary>The windows in time.</summary>
    public Clip[] Times { get; }

    /// <summary>The windows in frequency.</summary>
    public Clip[] Frequencies { get; }

    public static Windows Of<TLayer>(TLayer layer)
        where TLayer : Layer, IWindowedLayer => new(layer, layer);

    /// <summary>The position of the input under the first position of a window.</summary>
    public int Position(Clip time, Clip frequency) => (time.Start * _frequencies) + frequency.Start;
}
