namespace Kws;

/// <summary>The instructions of AVX-VNNI that the kernels use, written out: <c>vpdpbusd</c> and <c>vpdpwssd</c>.</summary>
internal static class AvxVnni
{
    public static bool IsSupported => true;

    public static Vector256<int> MultiplyWideningAndAdd(Vector256<int> addend, Vector256<byte> left, Vector256<sbyte> right)
    {
        Span<int> sums = stackalloc int[8];
        for (int i = 0; i < Vector256<byte>.Count; i++)
        {
            sums[i / 4] += left[i] * right[i];
        }

        return addend + Vector256.Create<int>(sums);
    }

    public static Vector256<int> MultiplyWideningAndAdd(Vector256<int> addend, Vector256<short> left, Vector256<short> right)
    {
        Span<int> sums = stackalloc int[8];
        for (int i = 0; i < Vector256<short>.Count; i++)
        {
            sums[i / 2] += left[i] * right[i];
        }

        return addend + Vector256.Create<int>(sums);
    }
}
