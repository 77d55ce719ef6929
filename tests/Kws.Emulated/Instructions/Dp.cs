namespace Kws;

/// <summary>The dot product of ARMv8.2 that the kernels use, written out.</summary>
internal static class Dp
{
    public static bool IsSupported => true;

    public static Vector128<int> DotProduct(Vector128<int> addend, Vector128<sbyte> left, Vector128<sbyte> right)
    {
        Span<int> sums = stackalloc int[4];
        for (int i = 0; i < Vector128<sbyte>.Count; i++)
        {
            sums[i / 4] += left[i] * right[i];
        }

        return addend + Vector128.Create<int>(sums);
    }

    public static Vector128<int> DotProductBySelectedQuadruplet(
        Vector128<int> addend, Vector128<sbyte> left, Vector128<sbyte> right, byte rightScaledIndex)
    {
        Span<int> sums = stackalloc int[4];
        for (int i = 0; i < Vector128<sbyte>.Count; i++)
        {
            sums[i / 4] += left[i] * right[(4 * rightScaledIndex) + (i & 3)];
        }

        return addend + Vector128.Create<int>(sums);
    }
}
