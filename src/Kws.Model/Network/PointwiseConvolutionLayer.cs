namespace Kws.Model;

/// <summary>A 1 x 1 convolution: every output channel is a weighted sum of all input channels at its position.</summary>
public sealed record PointwiseConvolutionLayer : AccumulatingLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="channels">The number of output channels.</param>
    /// <param name="weights">The name of the weights: [out][in].</param>
    /// <param name="biases">The name of the biases, or null for none.</param>
    /// <param name="weightBits">The bits of a weight, 2 to 8.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public PointwiseConvolutionLayer(
        string name, TensorShape input, int channels, string weights, string? biases = null, int weightBits = TensorSpec.MaxWeightBits)
        : base(
            name, input, new TensorShape(input.Time, input.Frequency, channels),
            new TensorSpec(Names.Check(weights), weightBits, new TensorAxis("out", channels), new TensorAxis("in", input.Channels)), biases)
    {
    }
}
