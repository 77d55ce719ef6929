using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;
using Kws.Model;

namespace Kws.Proof;

/// <summary>
/// Every stage alone against the reference layers, on integers that reach the bounds of the stage and that no fingerprint may produce: the
/// property of tests/Kws.Fast.Tests, without its library, so that it also runs where only a native program does.
/// </summary>
internal static class StageProof
{
    public const int CasesPerStage = 100;
    private const int MaxLabels = 9;

    /// <summary>The cases in which the kernel differs from the reference, in words.</summary>
    public static IReadOnlyList<string> Differences(KernelEntry kernel, int seed)
    {
        var random = new Random(seed);
        var differences = new List<string>();
        foreach (Stage stage in Stage.All)
        {
            for (int i = 0; i < CasesPerStage; i++)
            {
                int labels = random.Next(1, MaxLabels + 1);
                var network = DsCnn.Parse(DsCnn.DefaultModelSizeInfo, labels);
                int[][] tensors = [.. stage.Tensors.Select(tensor => Tensor(network.Tensors[tensor], random))];
                int[] input = Integers(stage.Inputs, stage.MinInput, stage.MaxInput, random);
                if (stage.Difference(kernel, new IntegerCase(labels, tensors, input)) is { } difference)
                {
                    differences.Add($"stage case {i} of seed {seed}: {difference}");
                }
            }
        }

        return differences;
    }

    private static int[] Tensor(TensorSpec spec, Random random)
    {
        bool isBias = spec.MinValue < SixBit.Min;
        return isBias
            ? Integers(spec.Count, -Fast.Stages.VectorModel.MaxBias, Fast.Stages.VectorModel.MaxBias, random)
            : Integers(spec.Count, spec.MinValue, spec.MaxValue, random);
    }

    private static int[] Integers(int count, int min, int max, Random random)
    {
        int kind = random.Next(4);
        int constant = Extreme();
        var values = new int[count];
        foreach (ref int value in values.AsSpan())
        {
            value = kind switch
            {
                0 => Any(),
                1 => Extreme(),
                2 => random.Next(10) > 0 ? 0 : Any(),
                _ => constant,
            };
        }

        return values;

        int Any() => random.Next(min, max + 1);
        int Extreme() => random.Next(2) == 0 ? min : max;
    }
}
