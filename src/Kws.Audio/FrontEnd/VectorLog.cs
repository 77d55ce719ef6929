namespace Kws.Audio.FrontEnd;

/// <summary>The natural logarithm of eight numbers.</summary>
internal static class VectorLog
{
    /// <summary>The bits of the square root of 1/2: mantissas are brought into [sqrt(1/2), sqrt(2)).</summary>
    private const int RootOfHalf = 0x3F3504F3;

    /// <summary>ln(x) for normal x more than 0, within two units in the last place or 1e-7 of the result.</summary>
    /// <remarks>
    /// x = 2^e m with m near 1; ln(m) = 2 artanh(s) = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1), where |s| is at most 0.172, so that what is left out
    /// behind s^9 is less than 1e-9. The library's own logarithm may differ from one processor to another.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> x)
    {
        Vector256<int> bits = x.AsInt32();
        Vector256<int> exponent = (bits - Vector256.Create(RootOfHalf)) >> 23;
        Vector256<float> mantissa = (bits - (exponent << 23)).AsSingle();
        Vector256<float> s = (mantissa - Vector256.Create(1f)) / (mantissa + Vector256.Create(1f));
        Vector256<float> square = s * s;
        Vector256<float> series = Vector256.Create(2f / 3)
            + (square * (Vector256.Create(2f / 5) + (square * (Vector256.Create(2f / 7) + (square * Vector256.Create(2f / 9))))));
        return (Vector256.ConvertToSingle(exponent) * Vector256.Create(0.693147181f)) + (s + s + (s * square * series));
    }
}
