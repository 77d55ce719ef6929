using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// The least that the greatest of a channel's sums can be. It is not below any average of them, and an average is linear in the
/// fingerprint again, with coefficients that partly cancel. Which average proves most is a game: one player chooses a fingerprint, the
/// other a position. Both play best against all that the other played before (Brown 1951); how often each position was played then is
/// an average near the best one. Any average gives a proof, and all numbers are integers.
/// </summary>
internal static class PoolGame
{
    private const int MostRounds = 2000;

    /// <summary>Steps for each channel: what the default topology needs for all rounds. Larger ones have fewer.</summary>
    private const int Budget = MostRounds * 56 * 64;

    /// <summary>
    /// A bound of the greatest sum of w * floor(y / 2^shift) over all positions, from below; and the fingerprint that comes near to it:
    /// what the other player played on average.
    /// </summary>
    public static (long Least, sbyte[] Fingerprint) Play(
        DepthwiseConvolutionLayer depthwise, TensorShape input, ComposedKernels kernels, int channel, int shift,
        CancellationToken cancellation)
    {
        Form[] forms = [.. WindowPosition.All(depthwise).Select(position =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Form.Of(depthwise, input, kernels, position, channel);
        })];
        long remainder = ComposedKernel.GreatestRemainder(kernels.Convolution(channel), shift);
        int rounds = Math.Clamp(Budget / Math.Max(1, forms.Sum(form => form.Indices.Length)), 10, MostRounds);
        var average = new long[input.Count];
        var totals = new long[forms.Length];
        long lowered = 0;
        long least = long.MinValue;
        int played = 0;
        var fingerprints = new long[input.Count];
        for (int round = 1; round <= rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Form form = forms[played];
            for (int i = 0; i < form.Indices.Length; i++)
            {
                average[form.Indices[i]] += form.Coefficients[i];
            }

            lowered += remainder * form.Positive;
            long sum = 0;
            for (int i = 0; i < average.Length; i++)
            {
                sum += average[i] * Worst(average[i]);
                fingerprints[i] += Worst(average[i]);
            }

            // As many sums as rounds are together at least this, so that the greatest of them is at least their share.
            least = Math.Max(least, DivideUp(sum - lowered, round << shift));
            for (int position = 0; position < forms.Length; position++)
            {
                totals[position] += forms[position].Value(average);
            }

            played = Array.IndexOf(totals, totals.Max());
        }

        return (least, [.. fingerprints.Select(total => (sbyte)Math.Round((double)total / rounds))]);
    }

    private static long DivideUp(long value, long divisor) => (value / divisor) + (value % divisor > 0 ? 1 : 0);

    /// <summary>The value that makes a product least.</summary>
    private static int Worst(long coefficient) => coefficient > 0 ? SixBit.Min : SixBit.Max;

    /// <summary>The linear form of a position, as coefficients of values of the fingerprint.</summary>
    private sealed record Form(int[] Indices, long[] Coefficients, long Positive)
    {
        public static Form Of(
            DepthwiseConvolutionLayer depthwise, TensorShape input, ComposedKernels kernels, WindowPosition position, int channel)
        {
            ComposedKernel kernel = kernels.Empty(channel);
            foreach (int tap in position.Taps)
            {
                kernel.Add(tap);
            }

            (int time, int frequency) = kernels.Origin(depthwise, position);
            long[] all = [.. kernel.Coefficients];
            int[] used = [.. Enumerable.Range(0, all.Length).Where(i => all[i] != 0)];
            return new Form(
                [.. used.Select(i => input.IndexOf(time + (i / kernels.Columns), frequency + (i % kernels.Columns), 0))],
                [.. used.Select(i => all[i])],
                kernel.Positive);
        }

        /// <summary>The form at the fingerprint that makes the average least.</summary>
        public long Value(long[] average)
        {
            long value = 0;
            for (int i = 0; i < Indices.Length; i++)
            {
                value += Coefficients[i] * Worst(average[Indices[i]]);
            }

            return value;
        }
    }
}
