namespace Kws.Audio.Extraction;

/// <content>Fourier transforms of 4 and 8 numbers, in each lane: y[k] = sum over n of x[n] exp(-2 pi i n k / length).</content>
internal sealed unsafe partial class Spectrum<TLanes, TVector>
{
    private const float RootOfHalf = 0.707106781f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly4(
        Complex x0, Complex x1, Complex x2, Complex x3, out Complex y0, out Complex y1, out Complex y2, out Complex y3)
    {
        Complex evenSum = x0 + x2;
        Complex evenDifference = x0 - x2;
        Complex oddSum = x1 + x3;
        Complex oddDifference = x1 - x3;
        y0 = evenSum + oddSum;
        y1 = Complex.SubtractTimesI(evenDifference, oddDifference);
        y2 = evenSum - oddSum;
        y3 = Complex.AddTimesI(evenDifference, oddDifference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly8(
        Complex x0, Complex x1, Complex x2, Complex x3, Complex x4, Complex x5, Complex x6, Complex x7,
        out Complex y0, out Complex y1, out Complex y2, out Complex y3, out Complex y4, out Complex y5, out Complex y6, out Complex y7)
    {
        Butterfly4(x0 + x4, x1 + x5, x2 + x6, x3 + x7, out y0, out y2, out y4, out y6);
        Butterfly4(x0 - x4, TimesEighth(x1 - x5), TimesQuarter(x2 - x6), TimesThreeEighths(x3 - x7), out y1, out y3, out y5, out y7);
    }

    /// <summary>x exp(-2 pi i / 8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex TimesEighth(Complex x) => new(
        TLanes.Multiply(TLanes.Add(x.Re, x.Im), TLanes.Broadcast(RootOfHalf)),
        TLanes.Multiply(TLanes.Subtract(x.Im, x.Re), TLanes.Broadcast(RootOfHalf)));

    /// <summary>x exp(-2 pi i 2 / 8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex TimesQuarter(Complex x) => new(x.Im, TLanes.Subtract(TLanes.Broadcast(0), x.Re));

    /// <summary>x exp(-2 pi i 3 / 8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex TimesThreeEighths(Complex x) => new(
        TLanes.Multiply(TLanes.Subtract(x.Im, x.Re), TLanes.Broadcast(RootOfHalf)),
        TLanes.Multiply(TLanes.Add(x.Re, x.Im), TLanes.Broadcast(-RootOfHalf)));
}
