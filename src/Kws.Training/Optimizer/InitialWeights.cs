using Kws.Model;

namespace Kws.Training.Optimizer;

/// <summary>Random weights to start from.</summary>
internal static class InitialWeights
{
    /// <summary>A large part of the range, so that rounding to integers costs little, with room to grow.</summary>
    private const double LargestDeviation = 0.3;

    /// <summary>The deviation of values that saturate: few are clamped.</summary>
    private const double PartOfSaturation = 0.25;

    /// <summary>The deviation of a fingerprint's values as a part of their range.</summary>
    private const double PartOfInput = 0.2;

    /// <summary>
    /// Fills the blocks of all weights; biases stay 0. Where the shift and saturation after a layer bound its output, weights are small
    /// enough for it, if values are as large as those of independent sums.
    /// </summary>
    public static void Fill(Network network, IReadOnlyDictionary<TensorSpec, ParameterBlock> blocks, int seed)
    {
        var random = new Random(seed);
        double size = PartOfInput * (network.MaxInput + 1);
        for (int i = 0; i < network.Layers.Length; i++)
        {
            switch (network.Layers[i])
            {
                case AccumulatingLayer layer:
                    var next = i + 1 < network.Layers.Length ? network.Layers[i + 1] as RequantizationLayer : null;
                    double growth = size * Math.Sqrt(layer.WeightsPerChannel);
                    double unit = -layer.Weights.MinValue;
                    double deviation = LargestDeviation * unit;
                    if (next?.SaturationBits is not null)
                    {
                        deviation = Math.Min(deviation, PartOfSaturation * Math.ScaleB(next.MaxOutput, next.Shift) / growth);
                    }

                    Fill(blocks[layer.Weights], deviation, random);
                    size = growth * deviation;
                    break;
                case RequantizationLayer layer:
                    size = Math.Min(Math.ScaleB(size, -layer.Shift), layer.MaxOutput);
                    break;
                case AveragePoolLayer pool:
                    size *= 1 << pool.LeftShift;
                    break;
                default:
                    break;
            }
        }
    }

    private static void Fill(ParameterBlock block, double deviation, Random random)
    {
        var tensor = new double[block.Spec.Count];
        foreach (ref double value in tensor.AsSpan())
        {
            value = Math.Clamp(deviation * Normal(random), block.Least, block.Most);
        }

        block.Scatter(tensor, block.Latent);
    }

    /// <summary>A number of the normal distribution, by Box and Muller.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
