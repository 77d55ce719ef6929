using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics.X86;

namespace Kws.Audio.Extraction.Integers;

/// <summary>Vectors of 256 bits, for processors with AVX2.</summary>
/// <remarks>
/// Written with the instructions by name: a program published with NativeAOT that asks for AVX2 at run time makes two halves of the general
/// operations.
/// </remarks>
[SuppressMessage(
    "Performance", "CA1857:A constant is expected for the parameter", Justification = "A count that is none goes into a register.")]
internal readonly unsafe struct IntegerLanes8 : IIntegerLanes<Vector256<short>>
{
    public static int Pairs => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Load(short* address) => Avx.LoadVector256(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<short> a, short* address) => Avx.Store(address, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Broadcast(int pair) =>
        Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(pair)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Add16(Vector256<short> a, Vector256<short> b) => Avx2.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Subtract16(Vector256<short> a, Vector256<short> b) => Avx2.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Min16(Vector256<short> a, Vector256<short> b) => Avx2.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Max16(Vector256<short> a, Vector256<short> b) => Avx2.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Abs16(Vector256<short> a) => Avx2.Abs(a).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> ShiftRight16(Vector256<short> a, int count) =>
        Avx2.ShiftRightArithmetic(a, (byte)count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Add32(Vector256<short> a, Vector256<short> b) => Avx2.Add(a.AsInt32(), b.AsInt32()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Subtract32(Vector256<short> a, Vector256<short> b) => Avx2.Subtract(a.AsInt32(), b.AsInt32()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> GreaterThan32(Vector256<short> a, Vector256<short> b) =>
        Avx2.CompareGreaterThan(a.AsInt32(), b.AsInt32()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> ShiftLeft32(Vector256<short> a, int count) =>
        Avx2.ShiftLeftLogical(a.AsInt32(), (byte)count).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> ShiftRight32(Vector256<short> a, int count) =>
        Avx2.ShiftRightArithmetic(a.AsInt32(), (byte)count).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyPairs(Vector256<short> a, Vector256<short> b) => Avx2.MultiplyAddAdjacent(a, b).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Blend(Vector256<short> lower, Vector256<short> upper) => Avx2.Blend(lower, upper, 0b1010_1010);

    /// <remarks>Packs within halves, so the middle quarters change places.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Narrow(Vector256<short> first, Vector256<short> second) =>
        Avx2.Permute4x64(Avx2.PackSignedSaturate(first.AsInt32(), second.AsInt32()).AsInt64(), 0b11_01_10_00).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> SquareRoot32(Vector256<short> a) =>
        Avx.ConvertToVector256Int32(Avx.Sqrt(Avx.ConvertToVector256Single(a.AsInt32()))).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> ReversePairs(Vector256<short> a) =>
        Avx2.PermuteVar8x32(a.AsInt32(), Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0)).AsInt16();

    /// <remarks>Rows 4 to 7 are loaded into the upper halves, so that nothing crosses between halves afterwards.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(short* rows, int stride, short* columns, int columnStride)
    {
        Transpose4(rows, stride, columns, columnStride);
        Transpose4(rows + 8, stride, columns + (4 * columnStride), columnStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Largest16(Vector256<short> a) => IntegerLanes4.Largest16(Sse2.Max(a.GetLower(), Avx2.ExtractVector128(a, 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum32(Vector256<short> a) =>
        Vector128.Sum(Sse2.Add(a.AsInt32().GetLower(), Avx2.ExtractVector128(a.AsInt32(), 1)));

    /// <summary>The first four columns of eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4(short* rows, int stride, short* columns, int columnStride)
    {
        Vector256<int> r0 = Join(rows, rows + (4 * stride));
        Vector256<int> r1 = Join(rows + stride, rows + (5 * stride));
        Vector256<int> r2 = Join(rows + (2 * stride), rows + (6 * stride));
        Vector256<int> r3 = Join(rows + (3 * stride), rows + (7 * stride));
        Vector256<long> low01 = Avx2.UnpackLow(r0, r1).AsInt64();
        Vector256<long> high01 = Avx2.UnpackHigh(r0, r1).AsInt64();
        Vector256<long> low23 = Avx2.UnpackLow(r2, r3).AsInt64();
        Vector256<long> high23 = Avx2.UnpackHigh(r2, r3).AsInt64();
        Store(Avx2.UnpackLow(low01, low23).AsInt16(), columns);
        Store(Avx2.UnpackHigh(low01, low23).AsInt16(), columns + columnStride);
        Store(Avx2.UnpackLow(high01, high23).AsInt16(), columns + (2 * columnStride));
        Store(Avx2.UnpackHigh(high01, high23).AsInt16(), columns + (3 * columnStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Join(short* low, short* high) =>
        Avx2.InsertVector128(Vector128.Load((int*)low).ToVector256Unsafe(), Vector128.Load((int*)high), 1);
}
