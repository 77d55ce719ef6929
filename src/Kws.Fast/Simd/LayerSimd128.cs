using System.Runtime.Intrinsics.Wasm;

namespace Kws.Fast.Simd;

/// <summary>The portable 128-bit vectors of .NET.</summary>
internal readonly unsafe struct LayerSimd128 : ILayerSimd<Vector128<byte>>
{
    public static bool HasBytes => false;

    public static bool HasDot8 => false;

    public static int ByteOffset => 0;

    public static Vector128<byte> Load(byte* address) => Vector128.Load(address);

    public static void Store(byte* address, Vector128<byte> value) => value.Store(address);

    public static Vector128<byte> Broadcast32(byte* address) => Vector128.Create(*(int*)address).AsByte();

    public static Vector128<byte> Constant32(int value) => Vector128.Create(value).AsByte();

    public static Vector128<byte> Constant16(short value) => Vector128.Create(value).AsByte();

    public static Vector128<byte> MultiplyAdd8(Vector128<byte> unsigned, Vector128<byte> signed) => throw new NotSupportedException();

    public static Vector128<byte> Abs8(Vector128<byte> value) => throw new NotSupportedException();

    public static Vector128<byte> MultiplyAddSigned8(Vector128<byte> magnitudes, Vector128<byte> left, Vector128<byte> right) =>
        throw new NotSupportedException();

    public static Vector128<byte> Dot8(Vector128<byte> sum, Vector128<byte> values, Vector128<byte> weights) =>
        throw new NotSupportedException();

    /// <summary>WebAssembly has the instruction of AVX2. Its interpreter inlines what is short, or said to be worth it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Dot16(Vector128<byte> sum, Vector128<byte> left, Vector128<byte> right)
    {
        if (PackedSimd.IsSupported)
        {
            return (sum.AsInt32() + PackedSimd.Dot(left.AsInt16(), right.AsInt16())).AsByte();
        }

        (Vector128<int> x, Vector128<int> w) = (left.AsInt32(), right.AsInt32());
        return (sum.AsInt32() + ((x << 16 >> 16) * (w << 16 >> 16)) + ((x >> 16) * (w >> 16))).AsByte();
    }

    public static Vector128<byte> Add16(Vector128<byte> left, Vector128<byte> right) => (left.AsInt16() + right.AsInt16()).AsByte();

    public static Vector128<byte> Add32(Vector128<byte> left, Vector128<byte> right) => (left.AsInt32() + right.AsInt32()).AsByte();

    public static Vector128<byte> Subtract32(Vector128<byte> left, Vector128<byte> right) => (left.AsInt32() - right.AsInt32()).AsByte();

    public static Vector128<byte> Min16(Vector128<byte> left, Vector128<byte> right) =>
        Vector128.Min(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector128<byte> Max16(Vector128<byte> left, Vector128<byte> right) =>
        Vector128.Max(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector128<byte> Min32(Vector128<byte> left, Vector128<byte> right) =>
        Vector128.Min(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector128<byte> Max32(Vector128<byte> left, Vector128<byte> right) =>
        Vector128.Max(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector128<byte> Or(Vector128<byte> left, Vector128<byte> right) => left | right;

    public static Vector128<byte> ShiftRight32(Vector128<byte> value, int count) => (value.AsInt32() >> count).AsByte();

    public static Vector128<byte> ShiftLeft32(Vector128<byte> value, int count) => (value.AsInt32() << count).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Pack32(Vector128<byte> low, Vector128<byte> high) =>
        PackedSimd.IsSupported
            ? PackedSimd.ConvertNarrowingSaturateSigned(low.AsInt32(), high.AsInt32()).AsByte()
            : Vector128.NarrowWithSaturation(low.AsInt32(), high.AsInt32()).AsByte();

    public static Vector128<byte> UnpackLow16(Vector128<byte> left, Vector128<byte> right) =>
        (Vector128.WidenLower(left.AsUInt16()) | (Vector128.WidenLower(right.AsUInt16()) << 16)).AsByte();

    public static Vector128<byte> UnpackHigh16(Vector128<byte> left, Vector128<byte> right) =>
        (Vector128.WidenUpper(left.AsUInt16()) | (Vector128.WidenUpper(right.AsUInt16()) << 16)).AsByte();

    public static Vector128<byte> UnpackLow8(Vector128<byte> left, Vector128<byte> right) => throw new NotSupportedException();

    public static Vector128<byte> UnpackHigh8(Vector128<byte> left, Vector128<byte> right) => throw new NotSupportedException();

    public static Vector128<byte> Pack16(Vector128<byte> low, Vector128<byte> high) => throw new NotSupportedException();

    public static void StoreLower(byte* address, Vector128<byte> value) => throw new NotSupportedException();

    public static void StoreBytes(byte* address, Vector128<byte> value) =>
        Vector128.Narrow(value.AsUInt16(), value.AsUInt16()).GetLower().Store(address);

    public static bool AnyUpper16(Vector128<byte> value) => (value.AsUInt32() >>> 16) != Vector128<uint>.Zero;

    public static Vector128<byte> MultiplyRounded16(Vector128<byte> left, Vector128<byte> right)
    {
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(left.AsInt16());
        (Vector128<int> otherLow, Vector128<int> otherHigh) = Vector128.Widen(right.AsInt16());
        var half = Vector128.Create(1 << 14);
        return Vector128.Narrow(((low * otherLow) + half) >> 15, ((high * otherHigh) + half) >> 15).AsByte();
    }

    public static Vector128<byte> AddSaturate16(Vector128<byte> left, Vector128<byte> right) =>
        Vector128.AddSaturate(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector128<byte> Subtract16(Vector128<byte> left, Vector128<byte> right) => (left.AsInt16() - right.AsInt16()).AsByte();

    public static Vector128<byte> ShiftLeft16(Vector128<byte> value, int count) => (value.AsInt16() << count).AsByte();

    public static Vector128<byte> ShiftRight16(Vector128<byte> value, int count) => (value.AsInt16() >> count).AsByte();

    public static Vector128<byte> ShiftRightUnsigned16(Vector128<byte> value, int count) => (value.AsInt16() >>> count).AsByte();

    public static Vector128<byte> Abs16(Vector128<byte> value) => Vector128.Abs(value.AsInt16()).AsByte();

    public static Vector128<byte> WithSign16(Vector128<byte> value, Vector128<byte> sign)
    {
        Vector128<short> mask = sign.AsInt16() >> 15;
        return ((value.AsInt16() ^ mask) - mask).AsByte();
    }

    public static Vector128<byte> Lookup8(Vector128<byte> table, Vector128<byte> index) => Vector128.Shuffle(table, index);
}
