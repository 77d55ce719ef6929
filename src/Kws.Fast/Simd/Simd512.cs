using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Simd;

/// <summary>512-bit registers: AVX-512 F and BW.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<byte>>, IAccumulate<Vector512<byte>>
{
    public static Vector512<byte> Load(byte* address) => Vector512.LoadAligned(address);

    public static void Store(byte* address, Vector512<byte> value) => value.StoreAligned(address);

    public static Vector512<byte> Broadcast32(int* address) => Vector512.Create(*address).AsByte();

    public static Vector512<byte> Constant32(int value) => Vector512.Create(value).AsByte();

    public static Vector512<byte> MultiplyAdd8(Vector512<byte> unsigned, Vector512<byte> signed) =>
        Avx512BW.MultiplyAddAdjacent(unsigned, signed.AsSByte()).AsByte();

    public static Vector512<byte> MultiplyAdd16(Vector512<byte> left, Vector512<byte> right) =>
        Avx512BW.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> Multiply32(Vector512<byte> left, Vector512<byte> right) =>
        Avx512F.MultiplyLow(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector512<byte> Add16(Vector512<byte> left, Vector512<byte> right) =>
        Avx512BW.Add(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> Subtract16(Vector512<byte> left, Vector512<byte> right) =>
        Avx512BW.Subtract(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector512<byte> Add32(Vector512<byte> left, Vector512<byte> right) =>
        Avx512F.Add(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector512<byte> Subtract32(Vector512<byte> left, Vector512<byte> right) =>
        Avx512F.Subtract(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector512<byte> MultiplyAccumulate16(Vector512<byte> sum, Vector512<byte> left, Vector512<byte> right) =>
        Add32(sum, MultiplyAdd16(left, right));

    public static Vector512<byte> Max32(Vector512<byte> left, Vector512<byte> right) =>
        Avx512F.Max(left.AsInt32(), right.AsInt32()).AsByte();

    public static Vector512<byte> And(Vector512<byte> left, Vector512<byte> right) => Avx512F.And(left, right);

    public static Vector512<byte> Or(Vector512<byte> left, Vector512<byte> right) => Avx512F.Or(left, right);

    public static Vector512<byte> ShiftRight16(Vector512<byte> value, [ConstantExpected] byte count) =>
        Avx512BW.ShiftRightArithmetic(value.AsInt16(), count).AsByte();

    public static Vector512<byte> ShiftRight32(Vector512<byte> value, [ConstantExpected] byte count) =>
        Avx512F.ShiftRightArithmetic(value.AsInt32(), count).AsByte();

    public static Vector512<byte> ShiftLeft32(Vector512<byte> value, [ConstantExpected] byte count) =>
        Avx512F.ShiftLeftLogical(value.AsInt32(), count).AsByte();

    public static Vector512<byte> Swap16(Vector512<byte> value) => Avx512F.RotateLeft(value.AsInt32(), 16).AsByte();

    public static Vector512<byte> Blend16(Vector512<byte> low, Vector512<byte> high) =>
        Vector512.ConditionalSelect(Vector512.Create(0x0000FFFF).AsByte(), low, high);

    public static Vector512<byte> Shuffle32(Vector512<byte> value, [ConstantExpected] byte control) =>
        Avx512F.Shuffle(value.AsInt32(), control).AsByte();

    public static Vector128<int> Sum128(Vector512<byte> value) =>
        Simd256.Sum128(Avx2.Add(value.GetLower().AsInt32(), value.GetUpper().AsInt32()).AsByte());
}
