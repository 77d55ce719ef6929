namespace Kws;

/// <summary>The instructions of AVX-512 F that the kernels use, written out.</summary>
internal static class Avx512F
{
    public static bool IsSupported => true;

    public static Vector512<int> Add(Vector512<int> left, Vector512<int> right) => left + right;

    public static Vector512<int> Subtract(Vector512<int> left, Vector512<int> right) => left - right;

    public static Vector512<int> MultiplyLow(Vector512<int> left, Vector512<int> right) => left * right;

    public static Vector512<int> Max(Vector512<int> left, Vector512<int> right) => Vector512.Max(left, right);

    public static Vector512<byte> And(Vector512<byte> left, Vector512<byte> right) => left & right;

    public static Vector512<byte> Or(Vector512<byte> left, Vector512<byte> right) => left | right;

    public static Vector512<int> ShiftRightArithmetic(Vector512<int> value, byte count) => value >> Math.Min((int)count, 31);

    public static Vector512<int> ShiftLeftLogical(Vector512<int> value, byte count) => count > 31 ? default : value << count;

    public static Vector512<int> RotateLeft(Vector512<int> value, byte count) =>
        (value << (count % 32)) | (count % 32 == 0 ? default : value >>> (32 - (count % 32)));

    public static Vector512<int> Shuffle(Vector512<int> value, byte control) =>
        Vector512.Create(Avx2.Shuffle(value.GetLower(), control), Avx2.Shuffle(value.GetUpper(), control));
}
