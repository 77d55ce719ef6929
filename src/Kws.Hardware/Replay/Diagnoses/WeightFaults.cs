using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>Weights in another order, a kernel that is flipped, and missing biases.</summary>
internal static class WeightFaults
{
    public static IEnumerable<Hypothesis> Of(LayerRun run)
    {
        if (run.Sums is not { } sums)
        {
            yield break;
        }

        if (sums.Biases.Length > 0)
        {
            yield return new("missing biases", (sums with { Biases = [] }).At);
        }

        ImmutableArray<TensorAxis> axes = [.. sums.Layer.Weights.Axes.Where(axis => axis.Length > 1)];
        foreach (string[] flipped in (string[][])[["time", "frequency"], ["time"], ["frequency"]])
        {
            if (flipped.All(name => axes.Any(axis => axis.Name == name)))
            {
                yield return With(
                    $"a kernel flipped in {string.Join(" and ", flipped)}{(flipped.Length > 1 ? " (a true convolution)" : "")}",
                    () => Flip(axes, flipped, sums.Weights));
            }
        }

        foreach (ImmutableArray<int> order in Orders([.. Enumerable.Range(0, axes.Length)]).Skip(1))
        {
            string other = string.Concat(order.Select(axis => $"[{axes[axis].Name}]"));
            string own = string.Concat(axes.Select(axis => $"[{axis.Name}]"));
            yield return With($"transposed weights: taken as {other}, but they are {own}", () => Take(sums.Weights, axes, order));
            if (!IsOwnInverse(axes, order))
            {
                yield return With($"transposed weights: stored as {other}, but taken as {own}", () => Store(sums.Weights, axes, order));
            }
        }

        Hypothesis With(string name, Func<int[]> weights)
        {
            var changed = new Lazy<LayerSums>(() => sums with { Weights = weights() });
            return new(name, i => changed.Value.At(i));
        }
    }

    /// <summary>The weights that an implementation uses that looks for each of them where it stands in another order of axes.</summary>
    private static int[] Take(int[] weights, ImmutableArray<TensorAxis> axes, ImmutableArray<int> order) =>
        [.. Enumerable.Range(0, weights.Length).Select(i => weights[Place(axes, order, i)])];

    /// <summary>The weights in another order of axes.</summary>
    private static int[] Store(int[] weights, ImmutableArray<TensorAxis> axes, ImmutableArray<int> order)
    {
        int[] stored = new int[weights.Length];
        for (int i = 0; i < stored.Length; i++)
        {
            stored[Place(axes, order, i)] = weights[i];
        }

        return stored;
    }

    /// <summary>True if weights that are taken in another order are those that are stored in it, as of a square matrix.</summary>
    private static bool IsOwnInverse(ImmutableArray<TensorAxis> axes, ImmutableArray<int> order) =>
        order.Index().All(axis => order[axis.Item] == axis.Index && axes[axis.Item].Length == axes[axis.Index].Length);

    /// <summary>The place in another order of axes of the weight at some place.</summary>
    private static int Place(ImmutableArray<TensorAxis> axes, ImmutableArray<int> order, int index)
    {
        Span<int> position = stackalloc int[axes.Length];
        for (int axis = axes.Length - 1; axis >= 0; axis--)
        {
            (index, position[axis]) = Math.DivRem(index, axes[axis].Length);
        }

        int place = 0;
        foreach (int axis in order)
        {
            place = (place * axes[axis].Length) + position[axis];
        }

        return place;
    }

    private static int[] Flip(ImmutableArray<TensorAxis> axes, string[] flipped, int[] weights) =>
        [.. Enumerable.Range(0, weights.Length).Select(index =>
        {
            (int place, int step) = (0, 1);
            foreach (TensorAxis axis in axes.Reverse())
            {
                int position = index % axis.Length;
                index /= axis.Length;
                place += (flipped.Contains(axis.Name) ? axis.Length - 1 - position : position) * step;
                step *= axis.Length;
            }

            return weights[place];
        })];

    /// <summary>All orders of some axes, their own first.</summary>
    private static IEnumerable<ImmutableArray<int>> Orders(ImmutableArray<int> axes) => axes.IsEmpty
        ? [axes]
        : axes.SelectMany(first => Orders(axes.Remove(first)).Select(rest => rest.Insert(0, first)));
}
