namespace Kws;

/// <summary>The instructions of AVX-512 BW that the kernels use, written out.</summary>
internal static class Avx512BW
{
    public static bool IsSupported => true;

    public static Vector512<short> Add(Vector512<short> left, Vector512<short> right) => left + right;

    public static Vector512<short> Subtract(Vector512<short> left, Vector512<short> right) => left - right;

    public static Vector512<short> ShiftRightArithmetic(Vector512<short> value, byte count) => value >> Math.Min((int)count, 15);

    public static Vector512<short> MultiplyAddAdjacent(Vector512<byte> left, Vector512<sbyte> right) => Vector512.Create(
        Avx2.MultiplyAddAdjacent(left.GetLower(), right.GetLower()), Avx2.MultiplyAddAdjacent(left.GetUpper(), right.GetUpper()));

    public static Vector512<int> MultiplyAddAdjacent(Vector512<short> left, Vector512<short> right) => Vector512.Create(
        Avx2.MultiplyAddAdjacent(left.GetLower(), right.GetLower()), Avx2.MultiplyAddAdjacent(left.GetUpper(), right.GetUpper()));

    public static Vector512<short> MultiplyHighRoundScale(Vector512<short> left, Vector512<short> right) => Vector512.Create(
        Avx2.MultiplyHighRoundScale(left.GetLower(), right.GetLower()), Avx2.MultiplyHighRoundScale(left.GetUpper(), right.GetUpper()));

    public static Vector512<byte> Shuffle(Vector512<byte> value, Vector512<byte> mask) =>
        Vector512.Create(Avx2.Shuffle(value.GetLower(), mask.GetLower()), Avx2.Shuffle(value.GetUpper(), mask.GetUpper()));

    public static Vector512<short> PackSignedSaturate(Vector512<int> left, Vector512<int> right) => Vector512.Create(
        Avx2.PackSignedSaturate(left.GetLower(), right.GetLower()), Avx2.PackSignedSaturate(left.GetUpper(), right.GetUpper()));

    public static Vector512<byte> UnpackLow(Vector512<byte> left, Vector512<byte> right) => Vector512.Create(
        Avx2.UnpackLow(left.GetLower(), right.GetLower()), Avx2.UnpackLow(left.GetUpper(), right.GetUpper()));

    public static Vector512<byte> UnpackHigh(Vector512<byte> left, Vector512<byte> right) => Vector512.Create(
        Avx2.UnpackHigh(left.GetLower(), right.GetLower()), Avx2.UnpackHigh(left.GetUpper(), right.GetUpper()));

    public static Vector512<byte> PackUnsignedSaturate(Vector512<short> left, Vector512<short> right) => Vector512.Create(
        Avx2.PackUnsignedSaturate(left.GetLower(), right.GetLower()), Avx2.PackUnsignedSaturate(left.GetUpper(), right.GetUpper()));

    public static Vector512<short> UnpackLow(Vector512<short> left, Vector512<short> right) => Vector512.Create(
        Avx2.UnpackLow(left.GetLower(), right.GetLower()), Avx2.UnpackLow(left.GetUpper(), right.GetUpper()));

    public static Vector512<short> UnpackHigh(Vector512<short> left, Vector512<short> right) => Vector512.Create(
        Avx2.UnpackHigh(left.GetLower(), right.GetLower()), Avx2.UnpackHigh(left.GetUpper(), right.GetUpper()));

    public static Vector256<byte> ConvertToVector256Byte(Vector512<short> value) =>
        Vector256.Narrow(value.GetLower().AsUInt16(), value.GetUpper().AsUInt16());

    public static Vector512<short> PermuteVar32x16(Vector512<short> left, Vector512<short> control)
    {
        Span<short> result = stackalloc short[32];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = left[control[i] & 31];
        }

        return Vector512.Create<short>(result);
    }

    public static Vector512<short> PermuteVar32x16x2(Vector512<short> lower, Vector512<short> indices, Vector512<short> upper)
    {
        Span<short> result = stackalloc short[32];
        for (int i = 0; i < result.Length; i++)
        {
            Vector512<short> source = (indices[i] & 32) == 0 ? lower : upper;
            result[i] = source[indices[i] & 31];
        }

        return Vector512.Create<short>(result);
    }
}
