using System.Collections.Immutable;
using Kws.Fast.Layers;

namespace Kws.Fast.Plans;

/// <summary>
/// Chunks of groups of four products of bytes whose sums of pairs fit 16 bits. A group has two 16-bit lanes. In every chunk a lane starts
/// from the same offset, so that its least sum is the least number of 16 bits.
/// </summary>
/// <param name="Groups">The groups of a chunk; 0 if sums of bytes are not taken in chunks.</param>
/// <param name="Greatest">The largest byte of the input.</param>
internal readonly record struct ByteChunks(int Groups, int Greatest)
{
    /// <summary>The largest equal chunks that fit; none if a single pair of products can saturate.</summary>
    /// <param name="layout">The layer with its input as bytes.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="greatest">The largest byte of the input.</param>
    public static ByteChunks Of(SumLayout layout, ImmutableArray<int> weights, int greatest)
    {
        int groups = layout.Offsets.Length;
        var pairs = new ByteChunks(1, greatest);
        if (!pairs.All(layout, weights, sums => sums.Most * greatest <= short.MaxValue && sums.Least * greatest >= short.MinValue))
        {
            return default;
        }

        for (int count = 1; count <= groups; count++)
        {
            var chunks = new ByteChunks((groups + count - 1) / count, greatest);
            if (chunks.All(layout, weights, sums => (sums.Most - (long)sums.Least) * greatest <= ushort.MaxValue))
            {
                return chunks;
            }

            // The next number of chunks that makes them smaller.
            count = Math.Max(count, chunks.Groups > 1 ? ((groups + chunks.Groups - 2) / (chunks.Groups - 1)) - 1 : groups);
        }

        return default;
    }

    /// <summary>The number from which a lane of every chunk starts.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="row">The weights of a channel.</param>
    /// <param name="lane">The lane: 0 or 1.</param>
    public short Offset(SumLayout layout, ReadOnlySpan<int> row, int lane) =>
        (short)(short.MinValue - (Extremes(layout, row, lane).Least * Greatest));

    private bool All(SumLayout layout, ImmutableArray<int> weights, Func<(int Least, int Most), bool> fits)
    {
        int perChannel = weights.Length / layout.Channels;
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            ReadOnlySpan<int> row = weights.AsSpan().Slice(channel * perChannel, perChannel);
            if (!fits(Extremes(layout, row, 0)) || !fits(Extremes(layout, row, 1)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The least sum of negative weights and the largest one of positive weights of a lane of a chunk.</summary>
    private (int Least, int Most) Extremes(SumLayout layout, ReadOnlySpan<int> row, int lane)
    {
        (int least, int most) = (0, 0);
        for (int first = 0; first < layout.Weights.Length; first += 4 * Groups)
        {
            (int negative, int positive) = (0, 0);
            for (int i = first + (2 * lane); i < Math.Min(first + (4 * Groups), layout.Weights.Length); i += 4)
            {
                for (int j = i; j < i + 2; j++)
                {
                    int weight = layout.Weights[j] < 0 ? 0 : row[layout.Weights[j]];
                    (negative, positive) = (negative + Math.Min(weight, 0), positive + Math.Max(weight, 0));
                }
            }

            (least, most) = (Math.Min(least, negative), Math.Max(most, positive));
        }

        return (least, most);
    }
}
