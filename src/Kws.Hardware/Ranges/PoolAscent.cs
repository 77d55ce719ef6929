using System.Numerics;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Climbs to a fingerprint that makes a weighted sum of the pool great. With the position at which each channel is greatest held, the sum
/// is linear (floor divisions aside), and one fingerprint of -32 and 31 is its best; there other positions are greatest, and so on.
/// </summary>
internal sealed class PoolAscent
{
    private const int MostSteps = 20;

    private readonly PoolForms _forms;
    private readonly double[][][] _patches;

    public PoolAscent(PoolForms forms)
    {
        _forms = forms;
        _patches = [.. forms.Channels.Select(channel => forms.Groups.Select(group => Patch(channel, group)).ToArray())];
    }

    /// <summary>The fingerprint where no step leads further up.</summary>
    /// <param name="factors">The factor of each channel.</param>
    /// <param name="start">Where to begin.</param>
    public sbyte[] Run(long[] factors, ReadOnlySpan<sbyte> start)
    {
        var values = new double[start.Length];
        var slopes = new double[start.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = start[i];
        }

        double[] best = [.. values];
        double greatest = double.MinValue;
        for (int step = 0; step < MostSteps; step++)
        {
            double sum = Slopes(factors, values, slopes);
            if (sum <= greatest)
            {
                break;
            }

            (greatest, best) = (sum, [.. values]);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = slopes[i] > 0 ? SixBit.Max : slopes[i] < 0 ? SixBit.Min : values[i];
            }
        }

        return [.. best.Select(value => (sbyte)value)];
    }

    /// <summary>The sum at a fingerprint, and what it is linear in.</summary>
    private double Slopes(long[] factors, double[] values, double[] slopes)
    {
        Array.Clear(slopes);
        double sum = 0;
        for (int c = 0; c < factors.Length; c++)
        {
            if (factors[c] == 0)
            {
                continue;
            }

            double greatest = double.MinValue;
            (double[] Patch, int Start) chosen = ([], 0);
            foreach ((int group, int frame) in _forms.Positions)
            {
                double[] patch = _patches[c][group];
                double value = Dot(patch, values.AsSpan(frame * _forms.Width, patch.Length));
                if (value > greatest)
                {
                    (greatest, chosen) = (value, (patch, frame * _forms.Width));
                }
            }

            sum += factors[c] * greatest;
            for (int i = 0; i < chosen.Patch.Length; i++)
            {
                slopes[chosen.Start + i] += factors[c] * chosen.Patch[i];
            }
        }

        return sum;
    }

    private double[] Patch(PoolForms.Channel channel, PoolForms.Group group)
    {
        var patch = new double[(group.Rows[^1] - group.Rows[0] + 1) * _forms.Width];
        for (int i = 0; i < group.Rows.Length; i++)
        {
            channel.Pieces[group.First + i].CopyTo(patch, (group.Rows[i] - group.Rows[0]) * _forms.Width);
        }

        return patch;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= left.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(left[i..]) * new Vector<double>(right[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
