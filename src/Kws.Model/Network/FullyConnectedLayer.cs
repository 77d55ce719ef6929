namespace Kws.Model;

/// <summary>Weighted sums of all values of the input, which are taken in the order [time][frequency][channel].</summary>
public sealed record FullyConnectedLayer : AccumulatingLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="channels">The number of outputs.</param>
    /// <param name="weights">The name of the weights: [out][in].</param>
    /// <param name="biases">The name of the biases, or null for none.</param>
    /// <param name="weightBits">The bits of a weight, 2 to 8.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public FullyConnectedLayer(
        string name, TensorShape input, int channels, string weights, string? biases = null, int weightBits = TensorSpec.MaxWeightBits)
        : base(
            name, input, new TensorShape(1, 1, channels),
            new TensorSpec(Names.Check(weights), weightBits, new TensorAxis("out", channels), new TensorAxis("in", input.Count)), biases)
    {
    }
}
