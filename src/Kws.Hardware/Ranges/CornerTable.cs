using System.Numerics;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>A linear form of one frame at all its corners: bit i of a corner's number says whether value i is 31, else it is -32.</summary>
internal sealed class CornerTable(int width)
{
    private readonly double[] _values = new double[1 << width];

    /// <summary>The value of a form at a corner.</summary>
    public static double At(int corner, ReadOnlySpan<double> coefficients)
    {
        double value = 0;
        for (int i = 0; i < coefficients.Length; i++)
        {
            value += coefficients[i] * ((corner >> i & 1) != 0 ? SixBit.Max : SixBit.Min);
        }

        return value;
    }

    /// <summary>Computes factor x form + offset.</summary>
    public void Fill(ReadOnlySpan<double> coefficients, double factor, double offset)
    {
        _values[0] = offset + (factor * At(0, coefficients));
        for (int i = 0; i < width; i++)
        {
            double change = factor * coefficients[i] * (SixBit.Max - SixBit.Min);
            Span<double> known = _values.AsSpan(0, 1 << i);
            Span<double> other = _values.AsSpan(1 << i, 1 << i);
            int k = 0;
            for (; k <= known.Length - Vector<double>.Count; k += Vector<double>.Count)
            {
                (new Vector<double>(known[k..]) + new Vector<double>(change)).CopyTo(other[k..]);
            }

            for (; k < known.Length; k++)
            {
                other[k] = known[k] + change;
            }
        }
    }

    /// <summary>Raises every corner's value to that of the form, where it is greater.</summary>
    public void Max(Span<double> values)
    {
        int k = 0;
        for (; k <= values.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            Vector.Max(new Vector<double>(values[k..]), new Vector<double>(_values, k)).CopyTo(values[k..]);
        }

        for (; k < values.Length; k++)
        {
            values[k] = Math.Max(values[k], _values[k]);
        }
    }

    /// <summary>Adds the form at every corner; returns the greatest sum.</summary>
    public double Add(double[] sums) => Add(sums, _values);

    /// <summary>Adds values at every corner; returns the greatest sum.</summary>
    public static double Add(double[] sums, double[] values)
    {
        var greatest = new Vector<double>(double.MinValue);
        int k = 0;
        for (; k <= sums.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            Vector<double> sum = new Vector<double>(sums, k) + new Vector<double>(values, k);
            sum.CopyTo(sums, k);
            greatest = Vector.Max(greatest, sum);
        }

        double all = double.MinValue;
        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            all = Math.Max(all, greatest[lane]);
        }

        for (; k < sums.Length; k++)
        {
            all = Math.Max(all, sums[k] += values[k]);
        }

        return all;
    }
}
