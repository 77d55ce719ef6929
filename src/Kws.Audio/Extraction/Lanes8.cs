using System.Runtime.Intrinsics.X86;

namespace Kws.Audio.Extraction;

/// <summary>Vectors of 256 bits, for processors with AVX.</summary>
/// <remarks>
/// Written with the instructions of AVX by name: the general operations of <see cref="Vector256"/> want AVX2, which a program published
/// with NativeAOT may not assume, and are many times slower without it. Integers, for which AVX has nothing, are two vectors of 128 bits.
/// </remarks>
internal readonly unsafe struct Lanes8 : ILanes<Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => Avx.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => Avx.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => Avx.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => Avx.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Avx.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Avx.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> a) => Avx.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* address) => Avx.LoadAlignedVector256(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadUnaligned(float* address) => Avx.LoadVector256(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadReversed(float* address) =>
        Avx.Permute(Join(Vector128.Load(address + 4), Vector128.Load(address)), 0b00_01_10_11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadSamples(short* address, out Vector256<float> even, out Vector256<float> odd)
    {
        Lanes4.SplitSamples(address, out Vector128<int> even0, out Vector128<int> odd0);
        Lanes4.SplitSamples(address + 8, out Vector128<int> even1, out Vector128<int> odd1);
        even = ToSingle(even0, even1);
        odd = ToSingle(odd0, odd1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> a, float* address) => Avx.StoreAligned(address, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(Vector256<float> a, int* address) =>
        Avx.StoreAligned(address, Avx.ConvertToVector256Int32(Avx.RoundToNearestInteger(a)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRoundedAway(Vector256<float> a, int* address)
    {
        Vector256<float> half = Avx.Or(Avx.And(a, Vector256.Create(-0f)), Vector256.Create(Lanes4.BelowHalf));
        Avx.StoreAligned(address, Avx.ConvertToVector256Int32WithTruncation(Avx.Add(a, half)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Vector256<float> a, out Vector256<float> exponent, out Vector256<float> mantissa)
    {
        Lanes4.SplitBits(a.GetLower().AsInt32(), out Vector128<int> exponent0, out Vector128<int> mantissa0);
        Lanes4.SplitBits(Avx.ExtractVector128(a, 1).AsInt32(), out Vector128<int> exponent1, out Vector128<int> mantissa1);
        exponent = ToSingle(exponent0, exponent1);
        mantissa = Join(mantissa0.AsSingle(), mantissa1.AsSingle());
    }

    /// <remarks>Rows 4 to 7 are loaded into the upper halves, so that nothing crosses between halves afterwards.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Columns(
        float* rows, int stride, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        Vector256<float> r0 = Join(Vector128.LoadAligned(rows), Vector128.LoadAligned(rows + (4 * stride)));
        Vector256<float> r1 = Join(Vector128.LoadAligned(rows + stride), Vector128.LoadAligned(rows + (5 * stride)));
        Vector256<float> r2 = Join(Vector128.LoadAligned(rows + (2 * stride)), Vector128.LoadAligned(rows + (6 * stride)));
        Vector256<float> r3 = Join(Vector128.LoadAligned(rows + (3 * stride)), Vector128.LoadAligned(rows + (7 * stride)));
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble();
        Vector256<double> high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        c0 = Avx.UnpackLow(low01, low23).AsSingle();
        c1 = Avx.UnpackHigh(low01, low23).AsSingle();
        c2 = Avx.UnpackLow(high01, high23).AsSingle();
        c3 = Avx.UnpackHigh(high01, high23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Join(Vector128<float> low, Vector128<float> high) =>
        Avx.InsertVector128(low.ToVector256Unsafe(), high, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToSingle(Vector128<int> low, Vector128<int> high) =>
        Avx.ConvertToVector256Single(Avx.InsertVector128(low.ToVector256Unsafe(), high, 1));
}
