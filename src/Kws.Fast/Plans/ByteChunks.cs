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
        int size = layout.Groups;
        var lanes = new LaneSums(layout);

        // Each channel refuses sizes until one fits it. The size is right when all channels in succession accept it.
        for (int channel = 0, accepted = 0; accepted < layout.Channels; channel = (channel + 1) % layout.Channels)
        {
            lanes.Read(weights.AsSpan()[(channel * layout.ChannelStep)..]);
            if (lanes.Pair.Most * greatest > short.MaxValue || lanes.Pair.Least * greatest < short.MinValue)
            {
                return default;
            }

            int before = size;
            while (!Fits(lanes.Extremes(0, size), greatest) || !Fits(lanes.Extremes(1, size), greatest))
            {
                if (size == 1)
                {
                    return default;
                }

                // The next number of chunks that makes them smaller.
                int count = CountOf(layout.Groups, size - 1);
                size = CountOf(layout.Groups, count);
            }

            accepted = size == before ? accepted + 1 : 1;
        }

        return new ByteChunks(size, greatest);
    }

    /// <summary>The number from which a lane of every chunk starts.</summary>
    /// <param name="lanes">The sums of the weights of a channel.</param>
    /// <param name="lane">The lane: 0 or 1.</param>
    public short Offset(LaneSums lanes, int lane) => (short)(short.MinValue - (lanes.Extremes(lane, Groups).Least * Greatest));

    private static bool Fits((int Least, int Most) sums, int greatest) => (sums.Most - (long)sums.Least) * greatest <= ushort.MaxValue;

    private static int CountOf(int groups, int size) => (groups + size - 1) / size;
}
