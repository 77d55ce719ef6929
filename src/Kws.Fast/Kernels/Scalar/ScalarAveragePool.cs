using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Average pools.</summary>
internal static class ScalarAveragePool
{
    /// <summary>The sums are room for one 64-bit number per channel.</summary>
    public static void Run(AveragePoolLayer layer, ReadOnlySpan<int> input, Span<int> output, Span<long> sums)
    {
        int channels = layer.Input.Channels;
        int index = 0;
        foreach (WindowPart part in new WindowParts(layer.Window, layer.Input, layer.Output))
        {
            sums.Clear();
            for (int i = part.FirstRow; i < part.EndRow; i++)
            {
                for (int j = part.FirstColumn; j < part.EndColumn; j++)
                {
                    ReadOnlySpan<int> values = input.Slice(layer.Input.IndexOf(part.Time + i, part.Frequency + j, 0), channels);
                    for (int c = 0; c < sums.Length && c < values.Length; c++)
                    {
                        sums[c] += values[c];
                    }
                }
            }

            long count = (long)(part.EndRow - part.FirstRow) * (part.EndColumn - part.FirstColumn);
            foreach (long sum in sums)
            {
                output[index++] = Average(sum, count, layer);
            }
        }
    }

    private static int Average(long sum, long count, AveragePoolLayer layer)
    {
        // At most 2^20 values of 32 bits, times 2^15, exceed 64 bits.
        Int128 shifted = (Int128)sum << layer.LeftShift;
        Int128 quotient = shifted / count;
        if (layer.Rounding == AverageRounding.Floor && quotient * count > shifted)
        {
            quotient--;
        }

        if (layer.WrapBits is { } bits)
        {
            int unused = 32 - bits;
            return (int)quotient << unused >> unused;
        }

        return quotient == (int)quotient ? (int)quotient : throw new OverflowException($"{layer.Name}: a value does not fit 32 bits");
    }
}
