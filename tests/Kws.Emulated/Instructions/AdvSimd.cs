namespace Kws;

/// <summary>The instructions of ARM's AdvSimd that the kernels use, written out.</summary>
internal static class AdvSimd
{
    public static bool IsSupported => true;

    public static Vector64<short> Add(Vector64<short> left, Vector64<short> right) => left + right;

    public static Vector64<short> Subtract(Vector64<short> left, Vector64<short> right) => left - right;

    public static Vector128<short> MultiplyRoundedDoublingSaturateHigh(Vector128<short> left, Vector128<short> right)
    {
        Span<short> result = stackalloc short[8];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (short)Math.Min(((left[i] * right[i]) + (1 << 14)) >> 15, short.MaxValue);
        }

        return Vector128.Create<short>(result);
    }

    public static Vector128<int> MultiplyWideningLower(Vector64<short> left, Vector64<short> right) => Widen(left) * Widen(right);

    public static Vector128<int> MultiplyWideningUpper(Vector128<short> left, Vector128<short> right) =>
        Vector128.WidenUpper(left) * Vector128.WidenUpper(right);

    public static Vector128<int> MultiplyWideningLowerAndAdd(Vector128<int> addend, Vector64<short> left, Vector64<short> right) =>
        addend + (Widen(left) * Widen(right));

    public static Vector128<short> MultiplyBySelectedScalar(Vector128<short> left, Vector128<short> right, byte rightIndex) =>
        left * right[rightIndex];

    public static Vector128<short> MultiplyAddBySelectedScalar(
        Vector128<short> addend, Vector128<short> left, Vector128<short> right, byte rightIndex) => addend + (left * right[rightIndex]);

    public static Vector128<int> MultiplyAddBySelectedScalar(
        Vector128<int> addend, Vector128<int> left, Vector128<int> right, byte rightIndex) => addend + (left * right[rightIndex]);

    public static Vector64<short> ShiftRightLogicalNarrowingLower(Vector128<int> value, byte count)
    {
        Span<short> result = stackalloc short[4];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = unchecked((short)(value[i] >>> count));
        }

        return Vector64.Create<short>(result);
    }

    public static Vector128<short> ShiftRightLogicalNarrowingUpper(Vector64<short> lower, Vector128<int> value, byte count) =>
        Vector128.Create(lower, ShiftRightLogicalNarrowingLower(value, count));

    private static Vector128<int> Widen(Vector64<short> value) => Vector128.WidenLower(value.ToVector128Unsafe());

    /// <summary>Those of 64-bit ARM alone.</summary>
    internal static class Arm64
    {
        public static bool IsSupported => true;

        public static Vector128<short> ZipLow(Vector128<short> left, Vector128<short> right)
        {
            Span<short> result = stackalloc short[8];
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = (i & 1) == 0 ? left[i / 2] : right[i / 2];
            }

            return Vector128.Create<short>(result);
        }

        public static Vector128<short> ZipHigh(Vector128<short> left, Vector128<short> right) =>
            ZipLow(Vector128.Create(left.GetUpper(), left.GetLower()), Vector128.Create(right.GetUpper(), right.GetLower()));

        public static Vector128<int> AddPairwise(Vector128<int> left, Vector128<int> right) =>
            Vector128.Create(left[0] + left[1], left[2] + left[3], right[0] + right[1], right[2] + right[3]);

        public static Vector128<int> TransposeOdd(Vector128<int> left, Vector128<int> right) =>
            Vector128.Create(left[1], right[1], left[3], right[3]);
    }
}
