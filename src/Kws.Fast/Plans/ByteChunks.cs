using System.Collections.Immutable;
using Kws.Fast.Layers;

namespace Kws.Fast.Plans;

/// <summary>
/// Chunks of groups of four products of bytes whose sums of pairs fit 16 bits, for each pair of units. A group has two 16-bit lanes. In
/// every chunk a lane starts from the same offset, so that its least sum is the least number of 16 bits. Products of signed bytes have no
/// offset: the sign of the input may turn all of them round.
/// </summary>
internal sealed class ByteChunks
{
    private readonly int _groups;
    private readonly int _channels;
    private readonly int _greatest;

    private ByteChunks(ImmutableArray<int> sizes, int groups, int channels, int greatest, bool isSigned) =>
        (Sizes, _groups, _channels, _greatest, IsSigned) = (sizes, groups, channels, greatest, isSigned);

    /// <summary>The groups of a chunk for each pair of units.</summary>
    public ImmutableArray<int> Sizes { get; }

    /// <summary>True for products of signed bytes.</summary>
    public bool IsSigned { get; }

    /// <summary>The largest equal chunks that fit; null if a single pair of products can saturate.</summary>
    /// <param name="layout">The layer with its input as bytes.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="greatest">The largest byte of the input, or the largest magnitude of signed bytes.</param>
    /// <param name="channels">The channels of two units.</param>
    /// <param name="isSigned">True for signed bytes.</param>
    public static ByteChunks? Of(SumLayout layout, ImmutableArray<int> weights, int greatest, int channels, bool isSigned = false)
    {
        var sizes = ImmutableArray.CreateBuilder<int>();
        var lanes = new LaneSums(layout, isSigned);
        for (int first = 0; first < layout.Channels; first += channels)
        {
            int size = SizeOf(lanes, layout, weights, greatest, first..Math.Min(first + channels, layout.Channels), isSigned);
            if (size == 0)
            {
                return null;
            }

            sizes.Add(size);
        }

        return new ByteChunks(sizes.ToImmutable(), layout.Groups, channels, greatest, isSigned);
    }

    /// <summary>The number from which a lane of every chunk starts.</summary>
    /// <param name="lanes">The sums of the weights of a channel.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="lane">The lane: 0 or 1.</param>
    public short Offset(LaneSums lanes, int channel, int lane) =>
        IsSigned ? (short)0 : (short)(short.MinValue - (lanes.Extremes(lane, Sizes[channel / _channels]).Least * _greatest));

    /// <summary>The number of chunks of a channel.</summary>
    public int Count(int channel) => CountOf(_groups, Sizes[channel / _channels]);

    private static int SizeOf(
        LaneSums lanes, SumLayout layout, ImmutableArray<int> weights, int greatest, Range channels, bool isSigned)
    {
        int size = layout.Groups;
        (int first, int count) = channels.GetOffsetAndLength(layout.Channels);

        // Each channel refuses sizes until one fits it. The size is right when all channels in succession accept it.
        for (int channel = 0, accepted = 0; accepted < count; channel = (channel + 1) % count)
        {
            lanes.Read(weights.AsSpan()[((first + channel) * layout.ChannelStep)..]);
            if (!isSigned && (lanes.Pair.Most * greatest > short.MaxValue || lanes.Pair.Least * greatest < short.MinValue))
            {
                return 0;
            }

            int before = size;
            while (!Fits(lanes.Extremes(0, size)) || !Fits(lanes.Extremes(1, size)))
            {
                if (size == 1)
                {
                    return 0;
                }

                // The next number of chunks that makes them smaller.
                size = CountOf(layout.Groups, CountOf(layout.Groups, size - 1));
            }

            accepted = size == before ? accepted + 1 : 1;
        }

        return size;

        bool Fits((int Least, int Most) sums) =>
            (sums.Most - (long)sums.Least) * greatest <= (isSigned ? short.MaxValue : ushort.MaxValue);
    }

    private static int CountOf(int groups, int size) => (groups + size - 1) / size;
}
