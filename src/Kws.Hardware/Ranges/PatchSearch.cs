using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Searches the patch of a fingerprint that makes some of a channel's depthwise products greatest, or least. The patch that is best without
/// floor divisions is the start; then single values change as long as that helps. No value is worth changing further than
/// remainders could ever repay.
/// </summary>
internal sealed class PatchSearch
{
    private const int Restarts = 8;

    private readonly ComposedKernels _kernels;
    private readonly int _channel;
    private readonly int[] _taps;
    private readonly int _shift;
    private readonly int _sign;
    private readonly long[] _coefficients;
    private readonly long _repaid;

    /// <summary>For each value of the patch: which taps read it, through which weight of the convolution.</summary>
    private readonly (int Tap, int Weight)[][] _readers;

    /// <param name="kernels">The model's kernels.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="taps">The products that are added.</param>
    /// <param name="shift">Log2 of the divisor between the layers.</param>
    /// <param name="sign">1 for the greatest sum, -1 for the least.</param>
    public PatchSearch(ComposedKernels kernels, int channel, ReadOnlySpan<int> taps, int shift, int sign)
    {
        (_kernels, _channel, _taps, _shift, _sign) = (kernels, channel, taps.ToArray(), shift, sign);
        ComposedKernel kernel = kernels.Empty(channel);
        var readers = new List<(int, int)>[kernels.Rows * kernels.Columns];
        Array.ForEach(_taps, kernel.Add);
        int[] convolution = [.. kernels.Convolution(channel)];
        for (int i = 0; i < _taps.Length * convolution.Length; i++)
        {
            (int tap, int weight) = (i / convolution.Length, i % convolution.Length);
            if (convolution[weight] != 0)
            {
                (readers[kernels.Start(_taps[tap]) + kernels.Offset(weight)] ??= []).Add((tap, convolution[weight]));
            }
        }

        _readers = [.. readers.Select(list => list?.ToArray() ?? [])];
        _coefficients = [.. kernel.Coefficients];
        _repaid = ComposedKernel.GreatestRemainder(convolution, shift) * (kernel.Positive + kernel.Negative);
    }

    /// <summary>The best patch found, row by row, and its sum.</summary>
    public (long Sum, sbyte[] Patch) Run()
    {
        var random = new RandomStream((ulong)_channel, (ulong)_taps.Length);
        (long Sum, sbyte[] Patch) best = (0, []);
        for (int restart = 0; restart < Restarts; restart++)
        {
            sbyte[] patch = [.. _coefficients.Select(c => (sbyte)(c * _sign > 0 ? SixBit.Max : c == 0 ? 0 : SixBit.Min))];
            for (int i = 0; restart > 0 && i < patch.Length; i++)
            {
                // As far from the start as remainders may repay.
                int most = MostChange(i);
                int change = most > 0 ? random.Next(Math.Min(most, 4) + 1) : 0;
                patch[i] = (sbyte)Math.Clamp(patch[i] + (patch[i] > 0 ? -change : change), SixBit.Min, SixBit.Max);
            }

            long sum = Climb(patch);
            if (restart == 0 || sum > best.Sum)
            {
                best = (sum, patch);
            }
        }

        return (best.Sum * _sign, best.Patch);
    }

    private int MostChange(int index) =>
        _readers[index].Length == 0 ? 0
        : _coefficients[index] == 0 ? 63
        : (int)Math.Min(63, _repaid / Math.Abs(_coefficients[index]));

    /// <summary>Changes single values as long as that helps; returns the signed sum.</summary>
    private long Climb(sbyte[] patch)
    {
        long[] sums = Sums(patch);
        bool isBetter = true;
        while (isBetter)
        {
            isBetter = false;
            for (int i = 0; i < patch.Length; i++)
            {
                isBetter |= Improve(patch, sums, i);
            }
        }

        return _sign * Enumerable.Range(0, _taps.Length).Sum(tap => _kernels.Depthwise(_channel, _taps[tap]) * (sums[tap] >> _shift));
    }

    private bool Improve(sbyte[] patch, long[] sums, int index)
    {
        int corner = _coefficients[index] * _sign >= 0 ? SixBit.Max : SixBit.Min;
        int direction = corner > 0 ? -1 : 1;
        long bestGain = 0;
        int bestChange = 0;
        for (int distance = 0; distance <= MostChange(index); distance++)
        {
            int change = corner + (direction * distance) - patch[index];
            long gain = 0;
            foreach ((int tap, int weight) in _readers[index])
            {
                gain += _kernels.Depthwise(_channel, _taps[tap]) * (((sums[tap] + (change * weight)) >> _shift) - (sums[tap] >> _shift));
            }

            if (gain * _sign > bestGain)
            {
                (bestGain, bestChange) = (gain * _sign, change);
            }
        }

        foreach ((int tap, int weight) in _readers[index])
        {
            sums[tap] += bestChange * weight;
        }

        patch[index] = (sbyte)(patch[index] + bestChange);
        return bestGain > 0;
    }

    /// <summary>The convolution's sums that the taps read.</summary>
    private long[] Sums(sbyte[] patch)
    {
        var sums = new long[_taps.Length];
        for (int i = 0; i < patch.Length; i++)
        {
            foreach ((int tap, int weight) in _readers[i])
            {
                sums[tap] += patch[i] * weight;
            }
        }

        return sums;
    }
}
