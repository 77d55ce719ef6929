using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Simd;

/// <summary>256-bit registers: AVX2.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<byte>>, IAccumulate<Vector256<byte>>
{
    public static Vector256<byte> Load(byte* address) => Vector256.LoadAligned(address);

    public static void Store(byte* address, Vector256<byte> value) => value.StoreAligned(address);

    public static Vector256<byte> Broadcast32(int* address) =>
        Avx2.BroadcastScalarToVector256(address).AsByte();

    public static Vector256<byte> Constant32(int value) => Vector256.Create(value).AsByte();

    public static Vector256<byte> MultiplyAdd8(Vector256<byte> unsigned, Vector256<byte> signed) =>
        Avx2.MultiplyAddAdjacent(unsigned, signed.AsSByte()).AsByte();

    public static Vector256<byte> MultiplyAdd16(Vector256<byte> left, Vector256<byte> right) =>
        Avx2.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> Multiply32(Vector256<byte> left, Vector256<byte> right) =>
        Avx2.MultiplyLow(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector256<byte> Add16(Vector256<byte> left, Vector256<byte> right) => Avx2.Add(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> Subtract16(Vector256<byte> left, Vector256<byte> right) =>
        Avx2.Subtract(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> Add32(Vector256<byte> left, Vector256<byte> right) => Avx2.Add(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector256<byte> Subtract32(Vector256<byte> left, Vector256<byte> right) =>
        Avx2.Subtract(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector256<byte> MultiplyAccumulate16(Vector256<byte> sum, Vector256<byte> left, Vector256<byte> right) =>
        Add32(sum, MultiplyAdd16(left, right));

    public static Vector256<byte> Max32(Vector256<byte> left, Vector256<byte> right) => Avx2.Max(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector256<byte> And(Vector256<byte> left, Vector256<byte> right) => Avx2.And(left, right);

    public static Vector256<byte> Or(Vector256<byte> left, Vector256<byte> right) => Avx2.Or(left, right);

    public static Vector256<byte> ShiftRight16(Vector256<byte> value, [ConstantExpected] byte count) =>
        Avx2.ShiftRightArithmetic(value.AsInt16(), count).AsByte();

    public static Vector256<byte> ShiftRight32(Vector256<byte> value, [ConstantExpected] byte count) =>
        Avx2.ShiftRightArithmetic(value.AsInt32(), count).AsByte();

    public static Vector256<byte> ShiftLeft32(Vector256<byte> value, [ConstantExpected] byte count) =>
        Avx2.ShiftLeftLogical(value.AsInt32(), count).AsByte();

    public static Vector256<byte> Swap16(Vector256<byte> value) =>
        Avx2.Shuffle(value, Vector256.Create(0x0504070601000302, 0x0D0C0F0E09080B0A, 0x0504070601000302, 0x0D0C0F0E09080B0A).AsByte());

    public static Vector256<byte> Blend16(Vector256<byte> low, Vector256<byte> high) =>
        Avx2.Blend(low.AsInt16(), high.AsInt16(), 0b1010_1010).AsByte();

    public static Vector256<byte> Shuffle32(Vector256<byte> value, [ConstantExpected] byte control) =>
        Avx2.Shuffle(value.AsInt32(), control).AsByte();

    public static Vector128<int> Sum128(Vector256<byte> value) => Sse2.Add(value.GetLower().AsInt32(), value.GetUpper().AsInt32());
}
