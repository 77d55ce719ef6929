namespace Kws.Audio.FrontEnd;

/// <summary>Fourier transforms of 2, 4 and 8 numbers, in each of eight lanes: y[k] = sum over n of x[n] exp(-2 pi i n k / length).</summary>
internal static class Butterfly
{
    private const float HalfRoot = 0.707106781f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Two(ComplexVector x0, ComplexVector x1, out ComplexVector y0, out ComplexVector y1)
    {
        y0 = x0 + x1;
        y1 = x0 - x1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four(
        ComplexVector x0, ComplexVector x1, ComplexVector x2, ComplexVector x3,
        out ComplexVector y0, out ComplexVector y1, out ComplexVector y2, out ComplexVector y3)
    {
        ComplexVector evenSum = x0 + x2;
        ComplexVector evenDifference = x0 - x2;
        ComplexVector oddSum = x1 + x3;
        ComplexVector oddDifference = x1 - x3;
        y0 = evenSum + oddSum;
        y1 = ComplexVector.SubtractTimesI(evenDifference, oddDifference);
        y2 = evenSum - oddSum;
        y3 = ComplexVector.AddTimesI(evenDifference, oddDifference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Eight(
        ComplexVector x0, ComplexVector x1, ComplexVector x2, ComplexVector x3, ComplexVector x4, ComplexVector x5, ComplexVector x6, ComplexVector x7,
        out ComplexVector y0, out ComplexVector y1, out ComplexVector y2, out ComplexVector y3,
        out ComplexVector y4, out ComplexVector y5, out ComplexVector y6, out ComplexVector y7)
    {
        Four(x0 + x4, x1 + x5, x2 + x6, x3 + x7, out y0, out y2, out y4, out y6);
        Four(x0 - x4, TimesEighth(x1 - x5), TimesMinusI(x2 - x6), TimesThreeEighths(x3 - x7), out y1, out y3, out y5, out y7);
    }

    /// <summary>x exp(-2 pi i / 8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ComplexVector TimesEighth(ComplexVector x) =>
        new((x.Re + x.Im) * Vector256.Create(HalfRoot), (x.Im - x.Re) * Vector256.Create(HalfRoot));

    /// <summary>x exp(-2 pi i 3 / 8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ComplexVector TimesThreeEighths(ComplexVector x) =>
        new((x.Im - x.Re) * Vector256.Create(HalfRoot), (x.Re + x.Im) * Vector256.Create(-HalfRoot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ComplexVector TimesMinusI(ComplexVector x) => new(x.Im, -x.Re);
}
