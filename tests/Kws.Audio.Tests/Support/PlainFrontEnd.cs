using System.Numerics;
using Kws.Model;

namespace Kws.Audio.Tests.Support;

/// <summary>
/// The front end in double precision, plain loops over its formulas, with tables: what the fast one is compared with, and measured against
/// in the benchmarks.
/// </summary>
internal sealed class PlainFrontEnd
{
    private const double Floor = 1.17549435e-38;

    private readonly FrontEnd _options;
    private readonly int _length;
    private readonly double[] _window;
    private readonly (double Cos, double Sin)[] _turns;
    private readonly (int First, double[] Weights)[] _bands;
    private readonly double[,] _cosines;
    private readonly double[] _re;
    private readonly double[] _im;
    private readonly Action<double[], double[]> _transform;

    /// <param name="options">The front end.</param>
    /// <param name="transform">
    /// Another Fourier transform than the one here: it finds samples in the first array and 0 in the second, and leaves the real and
    /// imaginary parts of at least the first half.
    /// </param>
    public PlainFrontEnd(FrontEnd options, Action<double[], double[]>? transform = null)
    {
        _options = options;
        _transform = transform ?? Transform;
        _length = (int)BitOperations.RoundUpToPowerOf2((uint)options.WindowLength);
        _window =
            [.. Enumerable.Range(0, options.WindowLength).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / options.WindowLength)))];
        _turns =
            [.. Enumerable.Range(0, _length / 2).Select(k => (Math.Cos(2 * Math.PI * k / _length), -Math.Sin(2 * Math.PI * k / _length)))];
        _bands = [.. Enumerable.Range(0, options.BandCount).Select(Band)];
        _cosines = new double[options.CoefficientCount, options.BandCount];
        for (int c = 0; c < options.CoefficientCount; c++)
        {
            for (int b = 0; b < options.BandCount; b++)
            {
                _cosines[c, b] = Math.Pow(
                    2, options.FractionBits) * Math.Sqrt(2.0 / options.BandCount) * Math.Cos(Math.PI / options.BandCount * c * (b + 0.5));
            }
        }

        _re = new double[_length];
        _im = new double[_length];
    }

    /// <summary>The integer of a coefficient.</summary>
    public sbyte Round(double coefficient)
    {
        double least = -Math.Pow(2, _options.Bits - 1);
        return (sbyte)Math.Clamp(Math.Round(coefficient, _options.Rounding), least, -least - 1);
    }

    /// <summary>The unrounded coefficients of a clip, frame after frame, with the bits behind the binary point before it.</summary>
    public double[] Coefficients(ReadOnlySpan<short> samples)
    {
        var coefficients = new double[_options.FrameCount * _options.CoefficientCount];
        for (int frame = 0; frame < _options.FrameCount; frame++)
        {
            int start = Math.Min(frame * _options.HopLength, samples.Length);
            int count = Math.Min(_options.WindowLength, samples.Length - start);
            Frame(samples.Slice(start, count), coefficients.AsSpan(frame * _options.CoefficientCount, _options.CoefficientCount));
        }

        return coefficients;
    }

    private void Frame(ReadOnlySpan<short> window, Span<double> coefficients)
    {
        Array.Clear(_re);
        Array.Clear(_im);
        for (int i = 0; i < window.Length; i++)
        {
            _re[i] = window[i] / 32768.0 * _window[i];
        }

        _transform(_re, _im);
        for (int b = 0; b < _bands.Length; b++)
        {
            (int first, double[] weights) = _bands[b];
            double sum = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * Math.Sqrt((_re[first + i] * _re[first + i]) + (_im[first + i] * _im[first + i]));
            }

            double logarithm = Math.Log(Math.Max(sum, Floor));
            for (int c = 0; c < coefficients.Length; c++)
            {
                coefficients[c] += logarithm * _cosines[c, b];
            }
        }
    }

    /// <summary>The weights of one band, from the first frequency under its triangle.</summary>
    private (int First, double[] Weights) Band(int band)
    {
        double lowest = Mel(_options.LowestFrequency);
        double width = (Mel(_options.HighestFrequency) - lowest) / (_options.BandCount + 1);
        (double left, double centre, double right) =
            (lowest + (band * width), lowest + ((band + 1) * width), lowest + ((band + 2) * width));
        double[] weights = [.. Enumerable.Range(0, (_length / 2) + 1)
            .Select(k => Mel((double)k * _options.SampleRate / _length))
            .Select(mel => Math.Max(0, mel <= centre ? (mel - left) / (centre - left) : (right - mel) / (right - centre)))];
        int first = Array.FindIndex(weights, weight => weight > 0);
        return first < 0 ? (0, []) : (first, weights[first..(Array.FindLastIndex(weights, weight => weight > 0) + 1)]);
    }

    private static double Mel(double frequency) => 1127 * Math.Log(1 + (frequency / 700));

    /// <summary>Cooley and Tukey's algorithm, radix 2, in place.</summary>
    private void Transform(double[] re, double[] im)
    {
        for (int i = 1, j = 0; i < _length; i++)
        {
            int bit = _length / 2;
            for (; (j & bit) != 0; bit /= 2)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (re[i], re[j]) = (re[j], re[i]);
                (im[i], im[j]) = (im[j], im[i]);
            }
        }

        for (int half = 1; half < _length; half *= 2)
        {
            for (int start = 0; start < _length; start += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    (double cos, double sin) = _turns[k * (_length / 2 / half)];
                    int even = start + k;
                    int odd = even + half;
                    double turnedRe = (re[odd] * cos) - (im[odd] * sin);
                    double turnedIm = (re[odd] * sin) + (im[odd] * cos);
                    (re[odd], im[odd]) = (re[even] - turnedRe, im[even] - turnedIm);
                    (re[even], im[even]) = (re[even] + turnedRe, im[even] + turnedIm);
                }
            }
        }
    }
}
