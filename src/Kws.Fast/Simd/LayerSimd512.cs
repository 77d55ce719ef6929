using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Simd;

/// <summary>512-bit registers: AVX-512 F and BW.</summary>
internal readonly unsafe struct LayerSimd512 : ILayerSimd<Vector512<byte>>
{
    public static bool HasBytes => true;

    public static bool HasDot8 => false;

    public static int ByteOffset => 0;

    public static Vector512<byte> Load(byte* address) => Vector512.Load(address);

    public static void Store(byte* address, Vector512<byte> value) => value.Store(address);

    public static Vector512<byte> Broadcast32(byte* address) => Vector512.Create(*(int*)address).AsByte();

    public static Vector512<byte> Constant32(int value) => Vector512.Create(value).AsByte();

    public static Vector512<byte> Constant16(short value) => Vector512.Create(value).AsByte();

    public static Vector512<byte> MultiplyAdd8(Vector512<byte> unsigned, Vector512<byte> signed) =>
        Avx512BW.MultiplyAddAdjacent(unsigned, signed.AsSByte()).AsByte();

    public static Vector512<byte> Abs8(Vector512<byte> value) => Vector512.Abs(value.AsSByte()).AsByte();

    public static Vector512<byte> MultiplyAddSigned8(Vector512<byte> magnitudes, Vector512<byte> left, Vector512<byte> right)
    {
        Vector512<sbyte> isNegative = Vector512.LessThan(left.AsSByte(), Vector512<sbyte>.Zero);
        return MultiplyAdd8(magnitudes, Vector512.ConditionalSelect(isNegative, -right.AsSByte(), right.AsSByte()).AsByte());
    }

    public static Vector512<byte> Dot8(Vector512<byte> sum, Vector512<byte> values, Vector512<byte> weights) =>
        Dot16(sum, MultiplyAdd8(values, weights), Constant16(1));

    public static Vector512<byte> Dot16(Vector512<byte> sum, Vector512<byte> left, Vector512<byte> right) =>
        Avx512F.Add(sum.AsInt32(), Avx512BW.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16())).AsByte();

    public static Vector512<byte> Add16(Vector512<byte> left, Vector512<byte> right) =>
        Avx512BW.Add(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> Add32(Vector512<byte> left, Vector512<byte> right) =>
        Avx512F.Add(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector512<byte> Subtract32(Vector512<byte> left, Vector512<byte> right) =>
        Avx512F.Subtract(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector512<byte> Min16(Vector512<byte> left, Vector512<byte> right) =>
        Vector512.Min(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> Max16(Vector512<byte> left, Vector512<byte> right) =>
        Vector512.Max(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> Min32(Vector512<byte> left, Vector512<byte> right) =>
        Vector512.Min(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector512<byte> Max32(Vector512<byte> left, Vector512<byte> right) =>
        Avx512F.Max(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector512<byte> Or(Vector512<byte> left, Vector512<byte> right) => Avx512F.Or(left, right);

    public static Vector512<byte> ShiftRight32(Vector512<byte> value, int count) => (value.AsInt32() >> count).AsByte();

    public static Vector512<byte> ShiftLeft32(Vector512<byte> value, int count) => (value.AsInt32() << count).AsByte();

    public static Vector512<byte> Pack32(Vector512<byte> low, Vector512<byte> high) =>
        Avx512BW.PackSignedSaturate(low.AsInt32(), high.AsInt32()).AsByte();

    public static Vector512<byte> UnpackLow16(Vector512<byte> left, Vector512<byte> right) =>
        Avx512BW.UnpackLow(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> UnpackHigh16(Vector512<byte> left, Vector512<byte> right) =>
        Avx512BW.UnpackHigh(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> UnpackLow8(Vector512<byte> left, Vector512<byte> right) => Avx512BW.UnpackLow(left, right);

    public static Vector512<byte> UnpackHigh8(Vector512<byte> left, Vector512<byte> right) => Avx512BW.UnpackHigh(left, right);

    public static Vector512<byte> Pack16(Vector512<byte> low, Vector512<byte> high) =>
        Avx512BW.PackUnsignedSaturate(low.AsInt16(), high.AsInt16());

    public static void StoreLower(byte* address, Vector512<byte> value) => value.GetLower().Store(address);

    public static void StoreBytes(byte* address, Vector512<byte> value) => Avx512BW.ConvertToVector256Byte(value.AsInt16()).Store(address);

    public static bool AnyUpper16(Vector512<byte> value) => (value.AsUInt32() >>> 16) != Vector512<uint>.Zero;

    public static Vector512<byte> MultiplyRounded16(Vector512<byte> left, Vector512<byte> right) =>
        Avx512BW.MultiplyHighRoundScale(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> AddSaturate16(Vector512<byte> left, Vector512<byte> right) =>
        Vector512.AddSaturate(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> Subtract16(Vector512<byte> left, Vector512<byte> right) => (left.AsInt16() - right.AsInt16()).AsByte();

    public static Vector512<byte> ShiftLeft16(Vector512<byte> value, int count) => (value.AsInt16() << count).AsByte();

    public static Vector512<byte> ShiftRight16(Vector512<byte> value, int count) => (value.AsInt16() >> count).AsByte();

    public static Vector512<byte> ShiftRightUnsigned16(Vector512<byte> value, int count) => (value.AsInt16() >>> count).AsByte();

    public static Vector512<byte> Abs16(Vector512<byte> value) => Vector512.Abs(value.AsInt16()).AsByte();

    public static Vector512<byte> WithSign16(Vector512<byte> value, Vector512<byte> sign)
    {
        Vector512<short> mask = sign.AsInt16() >> 15;
        return ((value.AsInt16() ^ mask) - mask).AsByte();
    }

    public static Vector512<byte> Lookup8(Vector512<byte> table, Vector512<byte> index) => Avx512BW.Shuffle(table, index);
}
