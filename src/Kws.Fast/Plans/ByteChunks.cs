using System.Collections.Immutable;
using Kws.Fast.Layers;

namespace Kws.Fast.Plans;

/// <summary>
/// Chunks of groups of four products of bytes whose sums of pairs fit 16 bits. A group has two 16-bit lanes. A lane of a chunk starts from an
/// offset, so that its least sum is the least number of 16 bits.
/// </summary>
/// <param name="Groups">The groups of a chunk; 0 if sums of bytes are not taken in chunks.</param>
/// <param name="IsShared">True if all chunks of a lane have the same offset.</param>
/// <param name="Greatest">The largest byte of the input.</param>
internal readonly record struct ByteChunks(int Groups, bool IsShared, int Greatest)
{
    /// <summary>The groups of a chunk from which on larger ones do not pay for offsets of their own, which are read like weights.</summary>
    private const int Enough = 4;

    /// <summary>The largest equal chunks that fit; none if a single pair of products can saturate.</summary>
    /// <param name="layout">The layer with its input as bytes.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="greatest">The largest byte of the input.</param>
    public static ByteChunks Of(SumLayout layout, ImmutableArray<int> weights, int greatest)
    {
        if (!PairsFit(layout, weights, greatest))
        {
            return default;
        }

        ByteChunks shared = Largest(layout, weights, new ByteChunks(0, true, greatest));
        ByteChunks own = shared.Groups >= Enough ? shared : Largest(layout, weights, new ByteChunks(0, false, greatest));
        return own.Groups > shared.Groups ? own : shared;
    }

    /// <summary>The number from which a lane of a chunk starts.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="row">The weights of a channel.</param>
    /// <param name="first">The first group of the chunk.</param>
    /// <param name="lane">The lane: 0 or 1.</param>
    public short Offset(SumLayout layout, ReadOnlySpan<int> row, int first, int lane)
    {
        int least = Sums(layout, row, first, Groups, lane).Least;
        for (int other = 0; IsShared && other < layout.Offsets.Length; other += Groups)
        {
            least = Math.Min(least, Sums(layout, row, other, Groups, lane).Least);
        }

        return (short)(short.MinValue - (least * Greatest));
    }

    private static ByteChunks Largest(SumLayout layout, ImmutableArray<int> weights, ByteChunks kind)
    {
        int groups = layout.Offsets.Length;
        for (int count = 1; count <= groups; count++)
        {
            ByteChunks chunks = kind with { Groups = (groups + count - 1) / count };
            if (chunks.Fit(layout, weights))
            {
                return chunks;
            }

            // The next number of chunks that makes them smaller.
            count = Math.Max(count, chunks.Groups > 1 ? ((groups + chunks.Groups - 2) / (chunks.Groups - 1)) - 1 : groups);
        }

        return default;
    }

    private static bool PairsFit(SumLayout layout, ImmutableArray<int> weights, int greatest)
    {
        int perChannel = weights.Length / layout.Channels;
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            ReadOnlySpan<int> row = weights.AsSpan().Slice(channel * perChannel, perChannel);
            for (int pair = 0; pair < 2 * layout.Offsets.Length; pair++)
            {
                (int least, int most) = Sums(layout, row, pair / 2, 1, pair % 2);
                if (most * greatest > short.MaxValue || least * greatest < short.MinValue)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Fit(SumLayout layout, ImmutableArray<int> weights)
    {
        int perChannel = weights.Length / layout.Channels;
        for (int row = 0; row < 2 * layout.Channels; row++)
        {
            (int least, int most) = (0, 0);
            for (int first = 0; first < layout.Offsets.Length; first += Groups)
            {
                (int Least, int Most) sums =
                    Sums(layout, weights.AsSpan().Slice(row / 2 * perChannel, perChannel), first, Groups, row % 2);
                (least, most) = IsShared ? (Math.Min(least, sums.Least), Math.Max(most, sums.Most)) : sums;
                if ((most - (long)least) * Greatest > ushort.MaxValue)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The sums of the negative and of the positive weights of a lane of a chunk.</summary>
    private static (int Least, int Most) Sums(SumLayout layout, ReadOnlySpan<int> row, int first, int chunk, int lane)
    {
        (int least, int most) = (0, 0);
        for (int i = (4 * first) + (2 * lane); i < Math.Min(4 * (first + chunk), layout.Weights.Length); i += 4)
        {
            for (int j = i; j < i + 2; j++)
            {
                int weight = layout.Weights[j] < 0 ? 0 : row[layout.Weights[j]];
                (least, most) = (least + Math.Min(weight, 0), most + Math.Max(weight, 0));
            }
        }

        return (least, most);
    }
}
