using System.Collections.Immutable;
using Kws.Fast.Layers;

namespace Kws.Fast.Plans;

/// <summary>The number of groups of four products of bytes whose sums of pairs fit 16 bits.</summary>
internal static class ByteChunks
{
    /// <summary>The largest equal chunks in which no sum of a 16-bit lane can saturate; 0 if a single pair of products can.</summary>
    /// <param name="layout">The layer with its input as bytes.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="greatest">The largest byte of the input.</param>
    public static int Of(SumLayout layout, ImmutableArray<int> weights, int greatest)
    {
        int groups = layout.Offsets.Length;
        for (int chunks = 1; chunks <= groups; chunks++)
        {
            int chunk = (groups + chunks - 1) / chunks;
            if (Fits(layout, weights, greatest, chunk))
            {
                return chunk;
            }

            // The next number of chunks that makes them smaller.
            chunks = Math.Max(chunks, chunk > 1 ? ((groups + chunk - 2) / (chunk - 1)) - 1 : groups);
        }

        return 0;
    }

    private static bool Fits(SumLayout layout, ImmutableArray<int> weights, int greatest, int chunk)
    {
        int perChannel = weights.Length / layout.Channels;
        int values = layout.Weights.Length;
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            ReadOnlySpan<int> row = weights.AsSpan().Slice(channel * perChannel, perChannel);
            for (int first = 0; first < values; first += 4 * chunk)
            {
                for (int pair = 0; pair < 4; pair += 2)
                {
                    (int least, int most) = (0, 0);
                    for (int i = first + pair; i < Math.Min(first + (4 * chunk), values); i += 4)
                    {
                        for (int j = i; j < i + 2; j++)
                        {
                            int weight = layout.Weights[j] < 0 ? 0 : row[layout.Weights[j]];
                            (least, most) = (least + Math.Min(weight, 0), most + Math.Max(weight, 0));
                        }
                    }

                    if ((long)most * greatest > short.MaxValue || (long)least * greatest < short.MinValue)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
