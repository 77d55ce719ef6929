using System.Numerics;

namespace Kws.Training.Float.FrontEnd;

/// <summary>The power of the spectrum of a window of samples.</summary>
/// <param name="windowLength">The number of samples.</param>
internal sealed class PowerSpectrum(int windowLength)
{
    private readonly double[] _hann =
        [.. Enumerable.Range(0, windowLength).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / windowLength)))];

    private readonly FourierTransform _transform = new(LengthFor(windowLength));

    /// <summary>The length of the transform: the next power of two.</summary>
    public static int LengthFor(int windowLength) => (int)BitOperations.RoundUpToPowerOf2((uint)windowLength);

    /// <summary>|X|² of the bins from 0 to half the length of the transform.</summary>
    public double[] Of(ReadOnlySpan<double> window)
    {
        var values = new Complex[_transform.Length];
        for (int i = 0; i < window.Length; i++)
        {
            values[i] = window[i] * _hann[i];
        }

        _transform.Run(values);
        return [.. values.Take((values.Length / 2) + 1).Select(x => (x.Real * x.Real) + (x.Imaginary * x.Imaginary))];
    }
}
