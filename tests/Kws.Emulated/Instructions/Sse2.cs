namespace Kws;

/// <summary>The instructions of SSE2 that the kernels use, written out.</summary>
internal static class Sse2
{
    public static bool IsSupported => true;

    public static Vector128<int> Add(Vector128<int> left, Vector128<int> right) => left + right;

    public static Vector128<byte> ShiftRightLogical128BitLane(Vector128<byte> value, byte numBytes)
    {
        Span<byte> result = stackalloc byte[16];
        for (int i = 0; i < result.Length - numBytes; i++)
        {
            result[i] = value[i + numBytes];
        }

        return Vector128.Create<byte>(result);
    }

    public static Vector128<byte> PackUnsignedSaturate(Vector128<short> left, Vector128<short> right)
    {
        Span<byte> result = stackalloc byte[16];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = byte.CreateSaturating(i < 8 ? left[i] : right[i - 8]);
        }

        return Vector128.Create<byte>(result);
    }
}
