namespace Kws.Audio.Extraction;

/// <summary>The natural logarithm of a vector.</summary>
internal static class VectorLog<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    private const float NaturalOfTwo = 0.693147181f;

    /// <summary>ln(x) for normal x more than 0, to within 1e-7 and two units in the last place.</summary>
    /// <remarks>
    /// x = 2^e m with m near 1; ln(m) = 2 artanh(s) = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1), where |s| is at most 0.172,
    /// so that what is left out behind s^9 is less than 1e-9. The framework's own logarithm may differ from one processor to another.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector x)
    {
        TLanes.Split(x, out TVector exponent, out TVector mantissa);
        TVector s = TLanes.Divide(TLanes.Subtract(mantissa, TLanes.Broadcast(1)), TLanes.Add(mantissa, TLanes.Broadcast(1)));
        TVector square = TLanes.Multiply(s, s);
        TVector series = TLanes.Broadcast(2f / 9);
        series = TLanes.Add(TLanes.Multiply(series, square), TLanes.Broadcast(2f / 7));
        series = TLanes.Add(TLanes.Multiply(series, square), TLanes.Broadcast(2f / 5));
        series = TLanes.Add(TLanes.Multiply(series, square), TLanes.Broadcast(2f / 3));
        TVector ofMantissa = TLanes.Add(TLanes.Add(s, s), TLanes.Multiply(TLanes.Multiply(s, square), series));
        return TLanes.Add(TLanes.Multiply(exponent, TLanes.Broadcast(NaturalOfTwo)), ofMantissa);
    }
}
