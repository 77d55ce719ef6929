using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Bounds of weighted sums of the pool that use that all channels read the same fingerprint. With pieces p(c, q, s) (channel, position,
/// frame) a channel with a factor above zero is, for any prices,
/// <code>
/// max over q of sum over s of p  &lt;=  max over q of sum over s of price  +  sum over s of max over q of (p - price)
/// </code>
/// and one with a factor below zero is at least any average of its positions. So the sum is bounded by a sum over frames, each with all its
/// channels at the worst of its 2^10 corners by itself. Prices and averages are improved by subgradients (Lagrangian decomposition;
/// Held and Karp 1971); any of them give a proof.
/// </summary>
/// <remarks>
/// Doubles are exact here: prices and shares are multiples of 2^-12 and no value exceeds 2^40. Where one could, there is no bound.
/// </remarks>
internal sealed class FrameBounds(PoolForms forms, ImmutableArray<ValueRange> pool)
{
    private const double Limit = 1L << 40;
    private const int MostWidth = 10;
    private const int MostRounds = 60;

    /// <summary>Corners of frames times pieces: what the default topology needs for all rounds. Larger ones have fewer.</summary>
    private const long Budget = MostRounds * 48L * 176 * 1024 * 16;

    /// <summary>Log2 of what pieces are multiples of: both floor divisions are still to come.</summary>
    private static int Shift => DsCnn.ConvolutionShift + DsCnn.DepthwiseShift;

    /// <summary>
    /// The bounds that no sum of factor x pool exceeds, for the first channel, the first two and so on; null where nothing can be proven
    /// this way.
    /// </summary>
    /// <param name="factors">The factor of each channel.</param>
    /// <param name="problems">How many sums are looked at in all: they share the time.</param>
    public long[]? Greatest(long[] factors, int problems)
    {
        long steps = (long)forms.Frames.Sum(frame => frame.Pieces.Length) * factors.Length << Math.Min(forms.Width, MostWidth);
        int rounds = (int)Math.Min(MostRounds, Budget / Math.Max(1, steps * problems));
        if (forms.Width > MostWidth || rounds < 2 || Magnitude(factors) > Limit / 16)
        {
            return null;
        }

        var descent = new FrameDescent(forms, factors, Limit / 16 / factors.Length / forms.Pieces);
        double[]? best = null;
        for (int round = 0; round < rounds; round++)
        {
            double[] bounds = Evaluate(factors, descent);
            best ??= [.. bounds];
            for (int i = 0; i < best.Length; i++)
            {
                best[i] = Math.Min(best[i], bounds[i]);
            }

            descent.Step(bounds[^1]);
        }

        return [.. best!.Select(bound => (long)Math.Floor(bound) >> Shift)];
    }

    private double Magnitude(long[] factors) => factors.Zip(forms.Channels, (factor, channel) =>
        Math.Abs(factor)
            * (channel.Pieces.Sum(piece => piece.Sum(Math.Abs) * -SixBit.Min) + channel.Raised.Max() + channel.Lowered.Max())).Sum();

    /// <summary>The bounds for the prices and shares at hand; the descent is told what decided them.</summary>
    private double[] Evaluate(long[] factors, FrameDescent descent)
    {
        var bounds = new double[factors.Length];
        double sum = 0;
        for (int c = 0; c < factors.Length; c++)
        {
            sum += factors[c] > 0 ? descent.DearestGroup(c) : factors[c] * -Lowest(c, descent.Shares(c));
            bounds[c] = sum;
        }

        int corners = 1 << forms.Width;
        double[] all = new double[corners];
        double[] best = new double[corners];
        var table = new CornerTable(forms.Width);
        foreach (PoolForms.Frame frame in forms.Frames)
        {
            Array.Clear(all);
            double worst = 0;
            for (int c = 0; c < factors.Length; c++)
            {
                if (factors[c] > 0)
                {
                    // Zero: a position that does not read this frame.
                    Array.Clear(best);
                    PoolForms.Channel channel = forms.Channels[c];
                    ReadOnlySpan<double> prices = descent.Prices(c);
                    foreach (int piece in frame.Pieces)
                    {
                        if (factors[c] * channel.Greatest[piece] > prices[piece])
                        {
                            table.Fill(channel.Pieces[piece], factors[c], -prices[piece]);
                            table.Max(best);
                        }
                    }

                    worst = CornerTable.Add(all, best);
                }
                else if (factors[c] < 0)
                {
                    table.Fill(Average(c, frame, descent.Shares(c)), factors[c], 0);
                    worst = table.Add(all);
                }

                bounds[c] += frame.Count * worst;
            }

            descent.Decide(frame, Array.IndexOf(all, worst));
        }

        return bounds;
    }

    /// <summary>
    /// The most that the floor divisions, and a share that rounding left over, may take off an average; negated, as is the average
    /// itself.
    /// </summary>
    private double Lowest(int channel, ReadOnlySpan<double> shares)
    {
        double lowered = 0;
        double rest = 1;
        for (int g = 0; g < shares.Length; g++)
        {
            double share = shares[g] * forms.Groups[g].Count;
            lowered += share * forms.Channels[channel].Lowered[g];
            rest -= share;
        }

        return lowered - (rest * (pool[channel].Least << Shift));
    }

    private double[] Average(int channel, PoolForms.Frame frame, ReadOnlySpan<double> shares)
    {
        var average = new double[forms.Width];
        foreach (int piece in frame.Pieces)
        {
            double share = shares[forms.GroupOfPiece[piece]];
            double[] coefficients = forms.Channels[channel].Pieces[piece];
            for (int i = 0; i < average.Length; i++)
            {
                average[i] += share * coefficients[i];
            }
        }

        return average;
    }
}
