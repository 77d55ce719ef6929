using Kws.Fast.Layers;

namespace Kws.Fast.Plans;

/// <summary>The sums of negative and of positive weights of one channel in both 16-bit lanes of groups of four.</summary>
/// <param name="layout">The layer with its input as bytes.</param>
/// <param name="isSigned">True for signed bytes: then all weights count as positive ones.</param>
internal sealed class LaneSums(SumLayout layout, bool isSigned = false)
{
    /// <summary>For each lane the sums before each group, and those of all groups.</summary>
    private readonly (int Negative, int Positive)[][] _before =
        [new (int, int)[layout.Groups + 1], new (int, int)[layout.Groups + 1]];

    /// <summary>The smallest sum of negative weights and the largest one of positive weights in a pair.</summary>
    public (int Least, int Most) Pair { get; private set; }

    /// <summary>Takes the weights of a channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<int> row)
    {
        int[] weights = layout.Weights;
        (int leastPair, int mostPair) = (0, 0);
        for (int lane = 0; lane < 2; lane++)
        {
            (int Negative, int Positive)[] before = _before[lane];
            (int negative, int positive) = (0, 0);
            for (int group = 0; group < before.Length - 1; group++)
            {
                (int first, int second) = (weights[(4 * group) + (2 * lane)], weights[(4 * group) + (2 * lane) + 1]);
                (first, second) = (first < 0 ? 0 : row[first], second < 0 ? 0 : row[second]);
                (first, second) = isSigned ? (Math.Abs(first), Math.Abs(second)) : (first, second);
                (int least, int most) = (Math.Min(first, 0) + Math.Min(second, 0), Math.Max(first, 0) + Math.Max(second, 0));
                (leastPair, mostPair) = (Math.Min(leastPair, least), Math.Max(mostPair, most));
                (negative, positive) = (negative + least, positive + most);
                before[group + 1] = (negative, positive);
            }
        }

        Pair = (leastPair, mostPair);
    }

    /// <summary>The smallest sum of negative weights and the largest one of positive weights of a lane in a chunk.</summary>
    /// <param name="lane">The lane: 0 or 1.</param>
    /// <param name="size">The groups of a chunk.</param>
    public (int Least, int Most) Extremes(int lane, int size)
    {
        (int Negative, int Positive)[] before = _before[lane];
        (int least, int most) = (0, 0);
        for (int first = 0; first < layout.Groups; first += size)
        {
            ((int negative, int positive), (int allNegative, int allPositive)) =
                (before[first], before[Math.Min(first + size, layout.Groups)]);
            (least, most) = (Math.Min(least, allNegative - negative), Math.Max(most, allPositive - positive));
        }

        return (least, most);
    }
}
