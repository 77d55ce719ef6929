using Kws.Model;

namespace Kws.Training.Optimizer;

/// <summary>Random weights to start from.</summary>
internal static class InitialWeights
{
    /// <summary>A large part of the range, so that rounding to integers costs little, with room to grow.</summary>
    public const double LargestDeviation = 0.3;

    /// <summary>The deviation of values that saturate: few are clamped.</summary>
    public const double PartOfSaturation = 0.25;

    /// <summary>The deviation of a fingerprint's values as a part of their range.</summary>
    public const double PartOfInput = 0.2;

    /// <summary>The part of a deviation that a ReLU leaves: one half of the squares.</summary>
    public const double PartAfterRelu = 0.7071;

    /// <summary>The largest deviation of sums: the values of a deep network without saturation stay far below 32 bits.</summary>
    private const double LargestSum = 1 << 18;

    /// <summary>The smallest deviation: of smaller ones nearly all weights would be 0.</summary>
    private const double SmallestDeviation = 1;

    /// <summary>
    /// Fills the blocks of all weights; biases stay 0. Where the shift and saturation after a layer bound its output, weights are small
    /// enough for it, if values are as large as those of independent sums. Elsewhere they are small enough for sums of 32 bits.
    /// </summary>
    public static void Fill(Network network, IReadOnlyDictionary<TensorSpec, ParameterBlock> blocks, int seed)
    {
        var random = new Random(seed);
        double size = PartOfInput * (network.MaxInput + 1);

        // A pool that wraps needs values that stay smaller.
        double afterRelu = network.Layers.Any(layer => layer is AveragePoolLayer { WrapBits: not null }) ? 1 : PartAfterRelu;
        for (int i = 0; i < network.Layers.Length; i++)
        {
            switch (network.Layers[i])
            {
                case AccumulatingLayer layer:
                    var next = i + 1 < network.Layers.Length ? network.Layers[i + 1] as RequantizationLayer : null;
                    double growth = size * Math.Sqrt(layer.WeightsPerChannel);
                    double unit = -layer.Weights.MinValue;
                    double deviation = Math.Min(LargestDeviation * unit, Math.Max(LargestSum / growth, SmallestDeviation));
                    if (next?.SaturationBits is not null)
                    {
                        deviation = Math.Min(deviation, PartOfSaturation * Math.ScaleB(next.MaxOutput, next.Shift) / growth);
                    }

                    Fill(blocks[layer.Weights], deviation, random);
                    size = growth * deviation;
                    break;
                case RequantizationLayer layer:
                    size = Math.Min(Math.ScaleB(size, -layer.Shift), layer.MaxOutput) * (layer.Relu ? afterRelu : 1);
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
