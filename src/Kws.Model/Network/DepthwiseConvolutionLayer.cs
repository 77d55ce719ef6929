namespace Kws.Model;

/// <summary>A convolution of every channel with a kernel of its own.</summary>
public sealed record DepthwiseConvolutionLayer : AccumulatingLayer, IWindowedLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="window">Kernel, stride and padding.</param>
    /// <param name="weights">The name of the weights: [time][frequency][channel].</param>
    /// <param name="biases">The name of the biases, or null for none.</param>
    /// <param name="weightBits">The bits of a weight, 2 to 8.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the kernel is larger than the input.</exception>
    public DepthwiseConvolutionLayer(
        string name, TensorShape input, Window window, string weights, string? biases = null, int weightBits = TensorSpec.MaxWeightBits)
        : base(
            name, input, window.Check(name, input).OutputOf(input, input.Channels),
            new TensorSpec(
                Names.Check(weights), weightBits,
                new TensorAxis("time", window.KernelTime), new TensorAxis("frequency", window.KernelFrequency),
                new TensorAxis("channel", input.Channels)),
            biases) =>
        (Window, PaddingTime, PaddingFrequency) = (window, window.PaddingTime(input), window.PaddingFrequency(input));

    /// <inheritdoc/>
    public Window Window { get; }

    /// <inheritdoc/>
    public int PaddingTime { get; }

    /// <inheritdoc/>
    public int PaddingFrequency { get; }
}
