using System.Collections.Immutable;
using Kws.Fast.Layers;

namespace Kws.Fast.Plans;

/// <summary>
/// Chunks of groups of four products of bytes whose sums of pairs fit 16 bits, for each pair of units. A group has two 16-bit lanes. In a
/// chunk a lane starts from an offset, so that its least sum is the least number of 16 bits. Products of signed bytes have no offset: the
/// sign of the input may turn all of them round.
/// </summary>
internal sealed class ByteChunks
{
    private readonly ImmutableArray<ImmutableArray<int>> _ends;
    private readonly SumLayout _layout;
    private readonly int _channels;
    private readonly int _greatest;

    private ByteChunks(ImmutableArray<ImmutableArray<int>> ends, SumLayout layout, int channels, int greatest, bool isSigned) =>
        (_ends, _layout, _channels, _greatest, IsSigned) = (ends, layout, channels, greatest, isSigned);

    /// <summary>True for products of signed bytes.</summary>
    public bool IsSigned { get; }

    /// <summary>The largest number of chunks of a channel.</summary>
    public int MostChunks => _ends.Max(ends => ends.Length);

    /// <summary>The mean number of products in a chunk.</summary>
    public double MeanProducts => 4.0 * _layout.Groups * _ends.Length / _ends.Sum(ends => ends.Length);

    /// <summary>The largest chunks that fit, one after the other; null if a single pair of products can saturate.</summary>
    /// <param name="layout">The layer with its input as bytes.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="greatest">The largest byte of the input, or the largest magnitude of signed bytes.</param>
    /// <param name="channels">The channels of two units.</param>
    /// <param name="isSigned">True for signed bytes.</param>
    public static ByteChunks? Of(SumLayout layout, ImmutableArray<int> weights, int greatest, int channels, bool isSigned = false)
    {
        var all = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        int most = (isSigned ? short.MaxValue : ushort.MaxValue) / Math.Max(greatest, 1);
        for (int first = 0; first < layout.Channels; first += channels)
        {
            int count = Math.Min(channels, layout.Channels - first);
            ReadOnlySpan<int> rows = weights.AsSpan()[(first * layout.ChannelStep)..];
            if (!isSigned && CanSaturate(layout, rows, count, greatest))
            {
                return null;
            }

            all.Add(Ends(layout, rows, count, most));
        }

        return new ByteChunks(all.ToImmutable(), layout, channels, greatest, isSigned);
    }

    /// <summary>The groups before the end of each chunk of a channel.</summary>
    public ImmutableArray<int> EndsOf(int channel) => _ends[channel / _channels];

    /// <summary>The number from which a lane of a chunk starts.</summary>
    /// <param name="row">The weights of the channel.</param>
    /// <param name="begin">The first group of the chunk.</param>
    /// <param name="end">The group after the last.</param>
    /// <param name="lane">The lane: 0 or 1.</param>
    public short Offset(ReadOnlySpan<int> row, int begin, int end, int lane)
    {
        int least = 0;
        for (int group = begin; group < end; group++)
        {
            (int first, int second) = Pair(_layout, row, group, lane);
            least += Math.Min(first, 0) + Math.Min(second, 0);
        }

        return (short)(short.MinValue - (least * _greatest));
    }

    /// <summary>True if the two products of a pair can exceed 16 bits.</summary>
    private static bool CanSaturate(SumLayout layout, ReadOnlySpan<int> rows, int channels, int greatest)
    {
        for (int group = 0; group < layout.Groups; group++)
        {
            for (int i = 0; i < 2 * channels; i++)
            {
                (int first, int second) = Pair(layout, rows[(i / 2 * layout.ChannelStep)..], group, i % 2);
                if ((Math.Max(first, 0) + Math.Max(second, 0)) * greatest > short.MaxValue
                    || (Math.Min(first, 0) + Math.Min(second, 0)) * greatest < short.MinValue)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Chunks in which no lane of any channel has magnitudes of more than a number together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ImmutableArray<int> Ends(SumLayout layout, ReadOnlySpan<int> rows, int channels, int most)
    {
        var ends = ImmutableArray.CreateBuilder<int>();
        var sums = new int[2 * channels];
        var next = new int[2 * channels];
        for (int group = 0; group < layout.Groups; group++)
        {
            bool fits = true;
            for (int i = 0; i < sums.Length; i++)
            {
                (int first, int second) = Pair(layout, rows[(i / 2 * layout.ChannelStep)..], group, i % 2);
                next[i] = Math.Abs(first) + Math.Abs(second);
                fits &= sums[i] + next[i] <= most;
            }

            if (!fits)
            {
                ends.Add(group);
                Array.Clear(sums);
            }

            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += next[i];
            }
        }

        ends.Add(layout.Groups);
        return ends.ToImmutable();
    }

    /// <summary>The two weights of a lane in a group.</summary>
    private static (int First, int Second) Pair(SumLayout layout, ReadOnlySpan<int> row, int group, int lane)
    {
        (int first, int second) = (layout.Weights[(4 * group) + (2 * lane)], layout.Weights[(4 * group) + (2 * lane) + 1]);
        return (first < 0 ? 0 : row[first], second < 0 ? 0 : row[second]);
    }
}
