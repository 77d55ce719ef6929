namespace Kws;

/// <summary>The instructions of AVX that the kernels use, written out.</summary>
internal static class Avx
{
    public static bool IsSupported => true;

    public static bool TestZ(Vector256<byte> left, Vector256<byte> right) => (left & right) == Vector256<byte>.Zero;

    public static bool TestZ(Vector256<short> left, Vector256<short> right) => (left & right) == Vector256<short>.Zero;
}
