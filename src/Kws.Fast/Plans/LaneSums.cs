using Kws.Fast.Layers;

namespace Kws.Fast.Plans;

/// <summary>The sums of negative and of positive weights of one channel in both 16-bit lanes of groups of four.</summary>
/// <param name="layout">The layer with its input as bytes.</param>
internal sealed class LaneSums(SumLayout layout)
{
    /// <summary>For each lane the sums before each group, and those of all groups.</summary>
    private readonly (int Negative, int Positive)[][] _before =
        [new (int, int)[layout.Groups + 1], new (int, int)[layout.Groups + 1]];

    /// <summary>Takes the weights of a channel.</summary>
    public void Read(ReadOnlySpan<int> row)
    {
        for (int lane = 0; lane < 2; lane++)
        {
            (int Negative, int Positive)[] before = _before[lane];
            for (int group = 0; group < layout.Groups; group++)
            {
                (int negative, int positive) = before[group];
                foreach (int index in layout.Weights.AsSpan((4 * group) + (2 * lane), 2))
                {
                    int weight = index < 0 ? 0 : row[index];
                    (negative, positive) = (negative + Math.Min(weight, 0), positive + Math.Max(weight, 0));
                }

                before[group + 1] = (negative, positive);
            }
        }
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
