using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>A convolution over time and frequency: every output channel sums over all channels of the input.</summary>
public sealed record ConvolutionLayer : AccumulatingLayer, IWindowedLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="channels">The number of output channels.</param>
    /// <param name="window">Kernel, stride and padding.</param>
    /// <param name="weights">
    /// The name of the weights: [channel][time][frequency], and [input] last where the input has several channels.
    /// </param>
    /// <param name="biases">The name of the biases, or null for none.</param>
    /// <param name="weightBits">The bits of a weight, 2 to 8.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the kernel is larger than the input.</exception>
    public ConvolutionLayer(
        string name, TensorShape input, int channels, Window window, string weights, string? biases = null,
        int weightBits = TensorSpec.MaxWeightBits)
        : base(
            name, input, window.Check(name, input).OutputOf(input, channels), Spec(input, channels, window, weights, weightBits), biases) =>
        (Window, PaddingTime, PaddingFrequency) = (window, window.PaddingTime(input), window.PaddingFrequency(input));

    /// <inheritdoc/>
    public Window Window { get; }

    /// <inheritdoc/>
    public int PaddingTime { get; }

    /// <inheritdoc/>
    public int PaddingFrequency { get; }

    private static TensorSpec Spec(TensorShape input, int channels, Window window, string weights, int bits)
    {
        ImmutableArray<TensorAxis> axes =
            [new("channel", channels), new("time", window.KernelTime), new("frequency", window.KernelFrequency)];
        return new TensorSpec(Names.Check(weights), bits, input.Channels == 1 ? axes : axes.Add(new("input", input.Channels)));
    }
}
