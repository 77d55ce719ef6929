using Kws.Model;
using Kws.Training.Optimizer;

namespace Kws.Training.Topologies;

/// <summary>
/// Chooses the shift after each layer so that random weights use a large part of their range, and few values saturate. The logits are
/// divided so that they begin with the deviation that <c>Scores</c> divides by.
/// </summary>
internal static class TrainingShifts
{
    private const int SaturationBits = 8;

    /// <summary>The deviation of the logits at the start.</summary>
    private const double LogitDeviation = 128;

    /// <summary>Makes a network with these shifts.</summary>
    /// <param name="options">The options without requantisations.</param>
    /// <param name="create">Makes the network of a family.</param>
    public static Network Apply(FamilyOptions options, Func<FamilyOptions, Network> create) => create(new FamilyOptions
    {
        LabelCount = options.LabelCount,
        Frames = options.Frames,
        Coefficients = options.Coefficients,
        InputBits = options.InputBits,
        WeightBits = options.WeightBits,
        Requantizations = [.. Of(create(options))],
    });

    private static IEnumerable<RequantizationSpec?> Of(Network network)
    {
        double size = InitialWeights.PartOfInput * (network.MaxInput + 1);
        double largest = InitialWeights.PartOfSaturation * (1 << (SaturationBits - 1));
        for (int i = 0; i < network.Layers.Length; i++)
        {
            if (network.Layers[i] is not AccumulatingLayer layer)
            {
                continue;
            }

            double sum = size * Math.Sqrt(layer.WeightsPerChannel) * InitialWeights.LargestDeviation * -layer.Weights.MinValue;
            if (i == network.Layers.Length - 1)
            {
                yield return new(Shift(Math.Round(Math.Log2(sum / LogitDeviation))), SaturationBits: null);
                break;
            }

            bool relu = network.Layers[i + 1] is RequantizationLayer { Relu: true };
            int shift = Shift(Math.Ceiling(Math.Log2(sum / largest)));
            yield return new(shift, relu);
            size = Math.ScaleB(sum, -shift) * (relu ? InitialWeights.PartAfterRelu : 1);
        }
    }

    private static int Shift(double wanted) => (int)Math.Max(0, wanted);
}
