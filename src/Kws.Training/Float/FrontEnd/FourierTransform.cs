using System.Numerics;

namespace Kws.Training.Float.FrontEnd;

/// <summary>The discrete Fourier transform: X[k] = sum over n of x[n] * exp(-2 pi i k n / length).</summary>
/// <param name="length">The number of values, a power of two.</param>
internal sealed class FourierTransform(int length)
{
    private readonly Complex[] _roots =
        [.. Enumerable.Range(0, length / 2).Select(k => Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length))];

    /// <summary>The number of values.</summary>
    public int Length { get; } = length;

    /// <summary>Transforms values in place: transforms of two values are joined to such of four, eight and so on.</summary>
    public void Run(Complex[] values)
    {
        ReverseBits(values);
        for (int size = 2; size <= Length; size *= 2)
        {
            (int half, int step) = (size / 2, Length / size);
            for (int begin = 0; begin < Length; begin += size)
            {
                for (int k = 0; k < half; k++)
                {
                    Complex even = values[begin + k];
                    Complex odd = values[begin + half + k] * _roots[k * step];
                    values[begin + k] = even + odd;
                    values[begin + half + k] = even - odd;
                }
            }
        }
    }

    /// <summary>Exchanges the values whose indices have the same bits in reverse order.</summary>
    private static void ReverseBits(Complex[] values)
    {
        int reversed = 0;
        for (int i = 1; i < values.Length; i++)
        {
            int bit = values.Length / 2;
            for (; (reversed & bit) != 0; bit /= 2)
            {
                reversed ^= bit;
            }

            reversed ^= bit;
            if (i < reversed)
            {
                (values[i], values[reversed]) = (values[reversed], values[i]);
            }
        }
    }
}
