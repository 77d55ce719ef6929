using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Sums of 64 bits, checked when they are narrowed.</summary>
internal static class ScalarSums
{
    /// <summary>The bias of a channel; 0 where a layer has none.</summary>
    public static long BiasOf(ReadOnlySpan<int> biases, int channel) => biases.IsEmpty ? 0 : biases[channel];

    public static long Dot(ReadOnlySpan<int> values, ReadOnlySpan<int> weights)
    {
        long sum = 0;
        for (int i = 0; i < values.Length && i < weights.Length; i++)
        {
            sum += (long)values[i] * weights[i];
        }

        return sum;
    }

    /// <exception cref="OverflowException">The sum does not fit 32 bits; the message names the layer.</exception>
    public static int Narrow(long sum, Layer layer) =>
        sum == (int)sum ? (int)sum : throw new OverflowException($"{layer.Name}: a value does not fit 32 bits");
}
