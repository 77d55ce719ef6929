namespace Kws;

/// <summary>The vector instructions of WebAssembly that the kernels use, written out.</summary>
internal static class PackedSimd
{
    public static bool IsSupported => true;

    public static Vector128<int> Dot(Vector128<short> left, Vector128<short> right)
    {
        Span<int> sums = stackalloc int[4];
        for (int i = 0; i < Vector128<short>.Count; i++)
        {
            sums[i / 2] = unchecked(sums[i / 2] + (left[i] * right[i]));
        }

        return Vector128.Create<int>(sums);
    }

    public static Vector128<short> ConvertNarrowingSaturateSigned(Vector128<int> lower, Vector128<int> upper)
    {
        Span<short> values = stackalloc short[8];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (short)Math.Clamp(i < 4 ? lower[i] : upper[i - 4], short.MinValue, short.MaxValue);
        }

        return Vector128.Create<short>(values);
    }
}
