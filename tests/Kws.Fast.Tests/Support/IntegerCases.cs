using FsCheck;
using FsCheck.Fluent;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>Generates the integers of a stage, from plain noise to the extremes, and shrinks them towards all zeros.</summary>
internal static class IntegerCases
{
    private const int MaxLabels = 9;

    public static Arbitrary<IntegerCase> For(Stage stage) => Arb.From(
        from labels in Gen.Choose(1, MaxLabels)
        from tensors in Gen.CollectToArray(stage.Tensors.Select(tensor => Tensor(tensor, labels)))
        from input in Integers(stage.Inputs, stage.MinInput, stage.MaxInput)
        select new IntegerCase(labels, tensors, input),
        Shrink);

    private static Gen<int[]> Tensor(int tensor, int labels)
    {
        TensorSpec spec = DsCnn.Default.Tensors[tensor];
        int count = spec.Count / spec.Axes[0].Length * (spec.Axes[0].Name == "out" && tensor >= 3 ? labels : spec.Axes[0].Length);
        bool isBias = spec.MinValue < SixBit.Min;
        return isBias
            ? Integers(count, -Stages.VectorModel.MaxBias, Stages.VectorModel.MaxBias)
            : Integers(count, spec.MinValue, spec.MaxValue);
    }

    private static Gen<int[]> Integers(int count, int min, int max)
    {
        Gen<int> any = Gen.Choose(min, max);
        Gen<int> extreme = Gen.Elements(min, max);
        Gen<int> sparse = Gen.Frequency((9, Gen.Constant(0)), (1, any));
        return Gen.OneOf(
            Gen.ArrayOf(any, count),
            Gen.ArrayOf(extreme, count),
            Gen.ArrayOf(sparse, count),
            Gen.Select(extreme, value => Enumerable.Repeat(value, count).ToArray()));
    }

    /// <summary>
    /// First ever smaller blocks of one array set to zero, so that a counterexample among thousands of integers is down to a handful in
    /// some dozens of steps; then single integers towards zero.
    /// </summary>
    private static IEnumerable<IntegerCase> Shrink(IntegerCase integers)
    {
        for (int i = 0; i < integers.Tensors.Length; i++)
        {
            foreach (int[] smaller in Shrink(integers.Tensors[i]))
            {
                yield return integers with { Tensors = [.. integers.Tensors[..i], smaller, .. integers.Tensors[(i + 1)..]] };
            }
        }

        foreach (int[] smaller in Shrink(integers.Input))
        {
            yield return integers with { Input = smaller };
        }
    }

    private static IEnumerable<int[]> Shrink(int[] values)
    {
        for (int block = values.Length; block > 0; block /= 2)
        {
            for (int start = 0; start < values.Length; start += block)
            {
                Range range = start..Math.Min(start + block, values.Length);
                if (values.AsSpan(range).ContainsAnyExcept(0))
                {
                    int[] smaller = [.. values];
                    smaller.AsSpan(range).Clear();
                    yield return smaller;
                }
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not (0 or 1))
            {
                int[] smaller = [.. values];
                smaller[i] = values[i] < 0 && values[i] > -4 ? -values[i] : values[i] / 2;
                yield return smaller;
            }
        }
    }
}
