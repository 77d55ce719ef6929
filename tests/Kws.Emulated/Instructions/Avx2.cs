namespace Kws;

/// <summary>The instructions of AVX2 that the kernels use, written out.</summary>
internal static unsafe class Avx2
{
    public static bool IsSupported => true;

    public static Vector256<int> BroadcastScalarToVector256(int* source) => Vector256.Create(*source);

    public static Vector256<byte> Add(Vector256<byte> left, Vector256<byte> right) => left + right;

    public static Vector256<short> Add(Vector256<short> left, Vector256<short> right) => left + right;

    public static Vector256<int> Add(Vector256<int> left, Vector256<int> right) => left + right;

    public static Vector256<byte> Subtract(Vector256<byte> left, Vector256<byte> right) => left - right;

    public static Vector256<short> Subtract(Vector256<short> left, Vector256<short> right) => left - right;

    public static Vector256<int> Subtract(Vector256<int> left, Vector256<int> right) => left - right;

    public static Vector256<int> MultiplyLow(Vector256<int> left, Vector256<int> right) => left * right;

    public static Vector256<short> Min(Vector256<short> left, Vector256<short> right) => Vector256.Min(left, right);

    public static Vector256<short> Max(Vector256<short> left, Vector256<short> right) => Vector256.Max(left, right);

    public static Vector256<int> Max(Vector256<int> left, Vector256<int> right) => Vector256.Max(left, right);

    public static Vector256<byte> And(Vector256<byte> left, Vector256<byte> right) => left & right;

    public static Vector256<byte> Or(Vector256<byte> left, Vector256<byte> right) => left | right;

    public static Vector256<short> Or(Vector256<short> left, Vector256<short> right) => left | right;

    public static Vector256<short> CompareEqual(Vector256<short> left, Vector256<short> right) => Vector256.Equals(left, right);

    public static Vector256<short> ShiftRightArithmetic(Vector256<short> value, byte count) => value >> Math.Min((int)count, 15);

    public static Vector256<int> ShiftRightArithmetic(Vector256<int> value, byte count) => value >> Math.Min((int)count, 31);

    public static Vector256<int> ShiftLeftLogical(Vector256<int> value, byte count) => count > 31 ? default : value << count;

    public static Vector256<byte> ShiftLeftLogical128BitLane(Vector256<byte> value, byte numBytes) =>
        InEveryLane(value, i => i - numBytes);

    public static Vector256<byte> ShiftRightLogical128BitLane(Vector256<byte> value, byte numBytes) =>
        InEveryLane(value, i => i + numBytes);

    public static Vector256<short> MultiplyHighRoundScale(Vector256<short> left, Vector256<short> right)
    {
        Span<short> result = stackalloc short[16];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (short)(((left[i] * right[i]) + (1 << 14)) >> 15);
        }

        return Vector256.Create<short>(result);
    }

    public static Vector256<byte> Shuffle(Vector256<byte> value, Vector256<byte> mask)
    {
        Span<byte> result = stackalloc byte[32];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = mask[i] >= 128 ? (byte)0 : value[(i & 16) + (mask[i] & 15)];
        }

        return Vector256.Create<byte>(result);
    }

    public static Vector256<int> Shuffle(Vector256<int> value, byte control)
    {
        Span<int> result = stackalloc int[8];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = value[(i & 4) + ((control >> (2 * (i & 3))) & 3)];
        }

        return Vector256.Create<int>(result);
    }

    public static Vector256<short> Blend(Vector256<short> left, Vector256<short> right, byte control)
    {
        Span<short> result = stackalloc short[16];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = ((control >> (i & 7)) & 1) == 0 ? left[i] : right[i];
        }

        return Vector256.Create<short>(result);
    }

    public static Vector256<byte> UnpackLow(Vector256<byte> left, Vector256<byte> right) => Unpack(left, right, 0);

    public static Vector256<byte> UnpackHigh(Vector256<byte> left, Vector256<byte> right) => Unpack(left, right, 8);

    public static Vector256<byte> PackUnsignedSaturate(Vector256<short> left, Vector256<short> right)
    {
        Span<byte> result = stackalloc byte[32];
        for (int i = 0; i < result.Length; i++)
        {
            Vector256<short> source = (i & 8) == 0 ? left : right;
            result[i] = byte.CreateSaturating(source[(i / 16 * 8) + (i & 7)]);
        }

        return Vector256.Create<byte>(result);
    }

    public static Vector256<short> UnpackLow(Vector256<short> left, Vector256<short> right) => Unpack(left, right, 0);

    public static Vector256<short> UnpackHigh(Vector256<short> left, Vector256<short> right) => Unpack(left, right, 4);

    public static Vector256<short> PackSignedSaturate(Vector256<int> left, Vector256<int> right)
    {
        Span<short> result = stackalloc short[16];
        for (int i = 0; i < result.Length; i++)
        {
            Vector256<int> source = (i & 4) == 0 ? left : right;
            result[i] = Saturate(source[(i / 8 * 4) + (i & 3)]);
        }

        return Vector256.Create<short>(result);
    }

    public static Vector256<short> MultiplyAddAdjacent(Vector256<byte> left, Vector256<sbyte> right)
    {
        Span<short> result = stackalloc short[16];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Saturate((left[2 * i] * right[2 * i]) + (left[(2 * i) + 1] * right[(2 * i) + 1]));
        }

        return Vector256.Create<short>(result);
    }

    public static Vector256<sbyte> Sign(Vector256<sbyte> left, Vector256<sbyte> right)
    {
        Span<sbyte> result = stackalloc sbyte[32];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = unchecked((sbyte)(left[i] * Math.Sign(right[i])));
        }

        return Vector256.Create<sbyte>(result);
    }

    public static Vector256<int> MultiplyAddAdjacent(Vector256<short> left, Vector256<short> right)
    {
        Span<int> result = stackalloc int[8];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (left[2 * i] * right[2 * i]) + (left[(2 * i) + 1] * right[(2 * i) + 1]);
        }

        return Vector256.Create<int>(result);
    }

    private static Vector256<byte> Unpack(Vector256<byte> left, Vector256<byte> right, int first)
    {
        Span<byte> result = stackalloc byte[32];
        for (int i = 0; i < result.Length; i++)
        {
            Vector256<byte> source = (i & 1) == 0 ? left : right;
            result[i] = source[(i & 16) + first + (i % 16 / 2)];
        }

        return Vector256.Create<byte>(result);
    }

    private static Vector256<short> Unpack(Vector256<short> left, Vector256<short> right, int first)
    {
        Span<short> result = stackalloc short[16];
        for (int i = 0; i < result.Length; i++)
        {
            Vector256<short> source = (i & 1) == 0 ? left : right;
            result[i] = source[(i & 8) + first + (i % 8 / 2)];
        }

        return Vector256.Create<short>(result);
    }

    private static short Saturate(int value) => short.CreateSaturating(value);

    /// <summary>Bytes moved within each 16 bytes; what comes from outside is zero.</summary>
    private static Vector256<byte> InEveryLane(Vector256<byte> value, Func<int, int> source)
    {
        Span<byte> result = stackalloc byte[32];
        for (int i = 0; i < result.Length; i++)
        {
            int from = source(i & 15);
            result[i] = from is >= 0 and < 16 ? value[(i & 16) + from] : (byte)0;
        }

        return Vector256.Create<byte>(result);
    }
}
