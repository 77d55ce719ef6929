using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kws.Audio.Extraction;

/// <summary>Vectors of 128 bits: every processor has them.</summary>
internal readonly unsafe struct Lanes4 : ILanes<Vector128<float>>
{
    /// <summary>The largest number below 1/2.</summary>
    public const float BelowHalf = 0.49999997f;

    /// <summary>The bits of the square root of 1/2.</summary>
    private const int RootOfHalf = 0x3F3504F3;

    private const int MantissaBits = 23;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sqrt(Vector128<float> a) => Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* address) => Vector128.LoadAligned(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadUnaligned(float* address) => Vector128.Load(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadReversed(float* address) => Vector128.Shuffle(Vector128.Load(address), Vector128.Create(3, 2, 1, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadSamples(short* address, out Vector128<float> even, out Vector128<float> odd)
    {
        SplitSamples(address, out Vector128<int> evenHalves, out Vector128<int> oddHalves);
        even = Vector128.ConvertToSingle(evenHalves);
        odd = Vector128.ConvertToSingle(oddHalves);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> a, float* address) => a.StoreAligned(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(Vector128<float> a, int* address) => Vector128.ConvertToInt32(Vector128.Round(a)).StoreAligned(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRoundedAway(Vector128<float> a, int* address) =>
        Vector128.ConvertToInt32(a + Vector128.CopySign(Vector128.Create(BelowHalf), a)).StoreAligned(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Vector128<float> a, out Vector128<float> exponent, out Vector128<float> mantissa)
    {
        SplitBits(a.AsInt32(), out Vector128<int> integer, out Vector128<int> bits);
        exponent = Vector128.ConvertToSingle(integer);
        mantissa = bits.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Columns(
        float* rows, int stride, out Vector128<float> c0, out Vector128<float> c1, out Vector128<float> c2, out Vector128<float> c3)
    {
        Vector128<float> r0 = Vector128.LoadAligned(rows);
        Vector128<float> r1 = Vector128.LoadAligned(rows + stride);
        Vector128<float> r2 = Vector128.LoadAligned(rows + (2 * stride));
        Vector128<float> r3 = Vector128.LoadAligned(rows + (3 * stride));
        Vector128<double> low01 = ZipLow(r0, r1).AsDouble();
        Vector128<double> high01 = ZipHigh(r0, r1).AsDouble();
        Vector128<double> low23 = ZipLow(r2, r3).AsDouble();
        Vector128<double> high23 = ZipHigh(r2, r3).AsDouble();
        c0 = Vector128.Create(low01.GetLower(), low23.GetLower()).AsSingle();
        c1 = Vector128.Create(low01.GetUpper(), low23.GetUpper()).AsSingle();
        c2 = Vector128.Create(high01.GetLower(), high23.GetLower()).AsSingle();
        c3 = Vector128.Create(high01.GetUpper(), high23.GetUpper()).AsSingle();
    }

    /// <summary>Eight samples, the even and the odd ones, each as the upper half of an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitSamples(short* address, out Vector128<int> even, out Vector128<int> odd)
    {
        Vector128<int> pairs = Vector128.LoadAligned((int*)address);
        even = pairs << 16;
        odd = pairs & Vector128.Create(~0xFFFF);
    }

    /// <summary>The bits of numbers as exponents and the bits of mantissas.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SplitBits(Vector128<int> bits, out Vector128<int> exponent, out Vector128<int> mantissa)
    {
        exponent = (bits - Vector128.Create(RootOfHalf)) >> MantissaBits;
        mantissa = bits - (exponent << MantissaBits);
    }

    /// <summary>a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
