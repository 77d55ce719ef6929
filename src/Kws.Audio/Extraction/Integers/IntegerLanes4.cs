using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;

namespace Kws.Audio.Extraction.Integers;

/// <summary>Vectors of 128 bits: every processor has them.</summary>
internal readonly unsafe struct IntegerLanes4 : IIntegerLanes<Vector128<short>>
{
    public static int Pairs => 4;

    private static Vector128<int> Even => Vector128.Create(-1, 0, -1, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load(short* address) => Vector128.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<short> a, short* address) => a.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Broadcast(int pair) => Vector128.Create(pair).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Add16(Vector128<short> a, Vector128<short> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Subtract16(Vector128<short> a, Vector128<short> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Min16(Vector128<short> a, Vector128<short> b) => Vector128.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Max16(Vector128<short> a, Vector128<short> b) => Vector128.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Abs16(Vector128<short> a) => Vector128.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> ShiftRight16(Vector128<short> a, int count) => a >> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Add32(Vector128<short> a, Vector128<short> b) => (a.AsInt32() + b.AsInt32()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Subtract32(Vector128<short> a, Vector128<short> b) => (a.AsInt32() - b.AsInt32()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> GreaterThan32(Vector128<short> a, Vector128<short> b) =>
        Vector128.GreaterThan(a.AsInt32(), b.AsInt32()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> ShiftLeft32(Vector128<short> a, int count) => (a.AsInt32() << count).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> ShiftRight32(Vector128<short> a, int count) => (a.AsInt32() >> count).AsInt16();

    /// <remarks>Without an instruction for it: the two products of 32 bits of each pair, one after the other.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyPairs(Vector128<short> a, Vector128<short> b) =>
        Sse2.IsSupported ? Sse2.MultiplyAddAdjacent(a, b).AsInt16()
        : PackedSimd.IsSupported ? PackedSimd.Dot(a, b).AsInt16()
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.AddPairwise(
            AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b)).AsInt16()
        : ((Lower(a) * Lower(b)) + (Upper(a) * Upper(b))).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Blend(Vector128<short> lower, Vector128<short> upper) =>
        Sse41.IsSupported
            ? Sse41.Blend(lower, upper, 0b1010_1010)
            : Vector128.ConditionalSelect(Vector128.Create(0xFFFF).AsInt16(), lower, upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector128<short> first, Vector128<short> second) =>
        Vector128.Narrow(first.AsInt32(), second.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> SquareRoot32(Vector128<short> a) =>
        Vector128.ConvertToInt32(Vector128.Round(Vector128.Sqrt(Vector128.ConvertToSingle(a.AsInt32())))).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> ReversePairs(Vector128<short> a) =>
        Vector128.Shuffle(a.AsInt32(), Vector128.Create(3, 2, 1, 0)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(short* rows, int stride, short* columns, int columnStride)
    {
        Vector128<int> r0 = Load(rows).AsInt32();
        Vector128<int> r1 = Load(rows + stride).AsInt32();
        Vector128<int> r2 = Load(rows + (2 * stride)).AsInt32();
        Vector128<int> r3 = Load(rows + (3 * stride)).AsInt32();
        Vector128<long> low01 = Low(r0, r1).AsInt64();
        Vector128<long> high01 = High(r0, r1).AsInt64();
        Vector128<long> low23 = Low(r2, r3).AsInt64();
        Vector128<long> high23 = High(r2, r3).AsInt64();
        Store(Low(low01, low23).AsInt16(), columns);
        Store(High(low01, low23).AsInt16(), columns + columnStride);
        Store(Low(high01, high23).AsInt16(), columns + (2 * columnStride));
        Store(High(high01, high23).AsInt16(), columns + (3 * columnStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Largest16(Vector128<short> a)
    {
        a = Vector128.Max(a, Vector128.Shuffle(a.AsInt64(), Vector128.Create(1L, 0)).AsInt16());
        a = Vector128.Max(a, Vector128.Shuffle(a.AsInt32(), Vector128.Create(1, 0, 3, 2)).AsInt16());
        return Math.Max(a[0], a[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum32(Vector128<short> a) => Vector128.Sum(a.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Lower(Vector128<short> a) => (a.AsInt32() << 16) >> 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Upper(Vector128<short> a) => a.AsInt32() >> 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Low(Vector128<int> a, Vector128<int> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.ConditionalSelect(
            Even, Vector128.Shuffle(a, Vector128.Create(0, 0, 1, 1)), Vector128.Shuffle(b, Vector128.Create(0, 0, 1, 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> High(Vector128<int> a, Vector128<int> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.ConditionalSelect(
            Even, Vector128.Shuffle(a, Vector128.Create(2, 2, 3, 3)), Vector128.Shuffle(b, Vector128.Create(2, 2, 3, 3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Low(Vector128<long> a, Vector128<long> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a.GetLower(), b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> High(Vector128<long> a, Vector128<long> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a.GetUpper(), b.GetUpper());
}
