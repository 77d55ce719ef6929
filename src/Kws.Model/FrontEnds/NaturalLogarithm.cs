namespace Kws.Model;

/// <summary>The natural logarithm for tables: the same bits on every platform, whose own ones differ in the last place.</summary>
internal static class NaturalLogarithm
{
    /// <summary>ln(x) for normal x more than 0, to within two units in the last place of the larger of its two parts.</summary>
    /// <remarks>
    /// x = 2^e m with m in [sqrt(1/2), sqrt(2)); ln(m) = 2 artanh(s) = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1), where |s|
    /// is at most 0.172, so that what is left out behind s^25 is less than 1e-21. Only operations that IEEE 754 rounds exactly.
    /// </remarks>
    public static double Of(double x)
    {
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa >= Math.Sqrt(2))
        {
            exponent++;
            mantissa /= 2;
        }

        double s = (mantissa - 1) / (mantissa + 1);
        double series = 0;
        for (int power = 25; power >= 1; power -= 2)
        {
            series = (series * s * s) + (1.0 / power);
        }

        return (exponent * 0.693147180559945309) + (2 * s * series);
    }
}
