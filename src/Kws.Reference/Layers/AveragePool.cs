using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>The average of each channel in every window.</summary>
internal static class AveragePool
{
    /// <summary>
    /// out[t][f][c] = (sum * 2^leftShift) / count, over the positions (i, j) of the window that lie inside the input, rounded towards minus
    /// infinity or towards zero. With wrap bits, the quotient keeps its low bits alone: 130 becomes -126 in 8 bits.
    /// </summary>
    public static void Run(AveragePoolLayer layer, ReadOnlySpan<int> input, Span<int> output)
    {
        Window window = layer.Window;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                for (int c = 0; c < layer.Output.Channels; c++)
                {
                    long sum = 0;
                    long count = 0;
                    for (int i = 0; i < window.KernelTime; i++)
                    {
                        for (int j = 0; j < window.KernelFrequency; j++)
                        {
                            int time = (t * window.StrideTime) + i - layer.PaddingTime;
                            int frequency = (f * window.StrideFrequency) + j - layer.PaddingFrequency;
                            if (time >= 0 && time < layer.Input.Time && frequency >= 0 && frequency < layer.Input.Frequency)
                            {
                                sum += input[layer.Input.IndexOf(time, frequency, c)];
                                count++;
                            }
                        }
                    }

                    // A sum of 2^20 values of 32 bits, times 2^15, exceeds 64 bits.
                    Int128 quotient = Divide((Int128)sum << layer.LeftShift, count, layer.Rounding);
                    output[layer.Output.IndexOf(t, f, c)] = checked((int)(layer.WrapBits is { } bits ? LowBits(quotient, bits) : quotient));
                }
            }
        }
    }

    private static Int128 Divide(Int128 sum, long count, AverageRounding rounding)
    {
        // A division of C# rounds towards zero.
        Int128 quotient = sum / count;
        return rounding == AverageRounding.Floor && quotient * count > sum ? quotient - 1 : quotient;
    }

    private static Int128 LowBits(Int128 value, int bits) => value << (128 - bits) >> (128 - bits);
}
