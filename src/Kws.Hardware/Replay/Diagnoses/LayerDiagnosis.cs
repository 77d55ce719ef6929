using System.Collections.Immutable;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>The faults that explain why a layer differs from the reference.</summary>
/// <param name="Explanations">The faults with which every value is as recorded, the most likely one first; none if there is none.</param>
/// <param name="Nearest">If there is none: the fault that explains the most, at least nine tenths of the differences; else null.</param>
/// <param name="Left">The number of values that are not as recorded with <paramref name="Nearest"/>.</param>
public sealed record LayerDiagnosis(ImmutableArray<string> Explanations, string? Nearest, int Left)
{
    private const int TenthOfTheDifferences = 10;

    /// <summary>True if a fault explains every value.</summary>
    public bool IsExplained => !Explanations.IsEmpty;

    /// <summary>Looks for faults.</summary>
    /// <param name="run">The layer with an input and the output of the reference.</param>
    /// <param name="found">The recorded output, which differs.</param>
    internal static LayerDiagnosis Of(LayerRun run, int[] found)
    {
        // Most hypotheses fail at the first value that differs.
        int[] indices = [.. Enumerable.Range(0, found.Length).OrderBy(i => found[i] == run.Output[i])];
        int limit = found.Where((value, i) => value != run.Output[i]).Count() / TenthOfTheDifferences;
        var explanations = ImmutableArray.CreateBuilder<string>();
        (string? nearest, int left) = (null, limit + 1);
        foreach (Hypothesis hypothesis in Hypotheses(run))
        {
            int wrong = 0;
            for (int i = 0; i < indices.Length && wrong < left; i++)
            {
                wrong += hypothesis.At(indices[i]) == found[indices[i]] ? 0 : 1;
            }

            if (wrong == 0)
            {
                explanations.Add(hypothesis.Name);
                left = 1;
            }
            else if (wrong < left)
            {
                (nearest, left) = (hypothesis.Name, wrong);
            }
        }

        return explanations.Count > 0 ? new(explanations.ToImmutable(), null, 0) : new([], nearest, nearest is null ? 0 : left);
    }

    /// <summary>All faults that the layer can have, the most likely ones first.</summary>
    private static IEnumerable<Hypothesis> Hypotheses(LayerRun run) =>
    [
        .. RoundingFaults.Of(run), .. RequantizationFaults.Of(run), .. PoolFaults.Of(run), .. WidthFaults.Of(run),
        .. NeighbourFaults.Of(run), .. PaddingFaults.Of(run), .. WeightFaults.Of(run), .. InputFaults.Of(run),
        .. NeighbourFaults.OfInput(run), .. WidthFaults.OfOperands(run),
    ];
}
