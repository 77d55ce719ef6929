using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Simd;

/// <summary>256-bit registers: AVX2.</summary>
internal readonly unsafe struct LayerSimd256 : ILayerSimd<Vector256<byte>>
{
    public static bool HasBytes => true;

    public static bool HasDot8 => false;

    public static int ByteOffset => 0;

    public static Vector256<byte> Load(byte* address) => Vector256.Load(address);

    public static void Store(byte* address, Vector256<byte> value) => value.Store(address);

    public static Vector256<byte> Broadcast32(byte* address) => Avx2.BroadcastScalarToVector256((int*)address).AsByte();

    public static Vector256<byte> Constant32(int value) => Vector256.Create(value).AsByte();

    public static Vector256<byte> Constant16(short value) => Vector256.Create(value).AsByte();

    public static Vector256<byte> MultiplyAdd8(Vector256<byte> unsigned, Vector256<byte> signed) =>
        Avx2.MultiplyAddAdjacent(unsigned, signed.AsSByte()).AsByte();

    public static Vector256<byte> Abs8(Vector256<byte> value) => Vector256.Abs(value.AsSByte()).AsByte();

    public static Vector256<byte> MultiplyAddSigned8(Vector256<byte> magnitudes, Vector256<byte> left, Vector256<byte> right) =>
        MultiplyAdd8(magnitudes, Avx2.Sign(right.AsSByte(), left.AsSByte()).AsByte());

    public static Vector256<byte> Dot8(Vector256<byte> sum, Vector256<byte> values, Vector256<byte> weights) =>
        Dot16(sum, MultiplyAdd8(values, weights), Constant16(1));

    public static Vector256<byte> Dot16(Vector256<byte> sum, Vector256<byte> left, Vector256<byte> right) =>
        Avx2.Add(sum.AsInt32(), Avx2.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16())).AsByte();

    public static Vector256<byte> Add16(Vector256<byte> left, Vector256<byte> right) => Avx2.Add(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> Add32(Vector256<byte> left, Vector256<byte> right) => Avx2.Add(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector256<byte> Subtract32(Vector256<byte> left, Vector256<byte> right) =>
        Avx2.Subtract(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector256<byte> Min16(Vector256<byte> left, Vector256<byte> right) =>
        Vector256.Min(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> Max16(Vector256<byte> left, Vector256<byte> right) => Avx2.Max(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> Min32(Vector256<byte> left, Vector256<byte> right) =>
        Vector256.Min(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector256<byte> Max32(Vector256<byte> left, Vector256<byte> right) => Avx2.Max(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector256<byte> Or(Vector256<byte> left, Vector256<byte> right) => Avx2.Or(left, right);

    public static Vector256<byte> ShiftRight32(Vector256<byte> value, int count) => (value.AsInt32() >> count).AsByte();

    public static Vector256<byte> ShiftLeft32(Vector256<byte> value, int count) => (value.AsInt32() << count).AsByte();

    public static Vector256<byte> Pack32(Vector256<byte> low, Vector256<byte> high) =>
        Avx2.PackSignedSaturate(low.AsInt32(), high.AsInt32()).AsByte();

    public static Vector256<byte> UnpackLow16(Vector256<byte> left, Vector256<byte> right) =>
        Avx2.UnpackLow(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> UnpackHigh16(Vector256<byte> left, Vector256<byte> right) =>
        Avx2.UnpackHigh(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> UnpackLow8(Vector256<byte> left, Vector256<byte> right) => Avx2.UnpackLow(left, right);

    public static Vector256<byte> UnpackHigh8(Vector256<byte> left, Vector256<byte> right) => Avx2.UnpackHigh(left, right);

    public static Vector256<byte> Pack16(Vector256<byte> low, Vector256<byte> high) =>
        Avx2.PackUnsignedSaturate(low.AsInt16(), high.AsInt16());

    public static void StoreLower(byte* address, Vector256<byte> value) => value.GetLower().Store(address);

    public static void StoreBytes(byte* address, Vector256<byte> value)
    {
        Vector256<short> bytes = value.AsInt16() & Vector256.Create((short)byte.MaxValue);
        Sse2.PackUnsignedSaturate(bytes.GetLower(), bytes.GetUpper()).Store(address);
    }

    public static bool AnyUpper16(Vector256<byte> value) => !Avx.TestZ(value, Vector256.Create(0xFFFF0000).AsByte());

    public static Vector256<byte> MultiplyRounded16(Vector256<byte> left, Vector256<byte> right) =>
        Avx2.MultiplyHighRoundScale(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> AddSaturate16(Vector256<byte> left, Vector256<byte> right) =>
        Vector256.AddSaturate(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> Subtract16(Vector256<byte> left, Vector256<byte> right) => (left.AsInt16() - right.AsInt16()).AsByte();

    public static Vector256<byte> ShiftLeft16(Vector256<byte> value, int count) => (value.AsInt16() << count).AsByte();

    public static Vector256<byte> ShiftRight16(Vector256<byte> value, int count) => (value.AsInt16() >> count).AsByte();

    public static Vector256<byte> ShiftRightUnsigned16(Vector256<byte> value, int count) => (value.AsInt16() >>> count).AsByte();

    public static Vector256<byte> Abs16(Vector256<byte> value) => Vector256.Abs(value.AsInt16()).AsByte();

    public static Vector256<byte> WithSign16(Vector256<byte> value, Vector256<byte> sign)
    {
        Vector256<short> mask = sign.AsInt16() >> 15;
        return ((value.AsInt16() ^ mask) - mask).AsByte();
    }

    public static Vector256<byte> Lookup8(Vector256<byte> table, Vector256<byte> index) => Avx2.Shuffle(table, index);
}
