using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kws.Audio.FrontEnd;

/// <summary>Turns eight rows of eight numbers into columns.</summary>
internal static unsafe class Transpose
{
    /// <summary>The first four columns of eight rows; the other four come from an address four numbers further.</summary>
    /// <remarks>Rows 4 to 7 are loaded into the upper halves, so that nothing crosses between halves afterwards.</remarks>
    /// <param name="rows">The first row, aligned to four numbers.</param>
    /// <param name="stride">Numbers from one row to the next, a multiple of four.</param>
    /// <param name="c0">Receives number 0 of every row.</param>
    /// <param name="c1">Receives number 1 of every row.</param>
    /// <param name="c2">Receives number 2 of every row.</param>
    /// <param name="c3">Receives number 3 of every row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FourColumns(
        float* rows, int stride, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        Vector256<float> r0 = Rows(rows, 4 * stride);
        Vector256<float> r1 = Rows(rows + stride, 4 * stride);
        Vector256<float> r2 = Rows(rows + (2 * stride), 4 * stride);
        Vector256<float> r3 = Rows(rows + (3 * stride), 4 * stride);
        Vector256<float> low01 = ZipLow(r0, r1);
        Vector256<float> high01 = ZipHigh(r0, r1);
        Vector256<float> low23 = ZipLow(r2, r3);
        Vector256<float> high23 = ZipHigh(r2, r3);
        c0 = ZipPairsLow(low01, low23);
        c1 = ZipPairsHigh(low01, low23);
        c2 = ZipPairsLow(high01, high23);
        c3 = ZipPairsHigh(high01, high23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rows(float* row, int distance) => Vector256.Create(Vector128.LoadAligned(row), Vector128.LoadAligned(row + distance));

    /// <summary>In each half: a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ZipLow(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackLow(a, b)
        : Vector256.Create(ZipLow(a.GetLower(), b.GetLower()), ZipLow(a.GetUpper(), b.GetUpper()));

    /// <summary>In each half: a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ZipHigh(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackHigh(a, b)
        : Vector256.Create(ZipHigh(a.GetLower(), b.GetLower()), ZipHigh(a.GetUpper(), b.GetUpper()));

    /// <summary>In each half: a0 a1 b0 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ZipPairsLow(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackLow(a.AsDouble(), b.AsDouble()).AsSingle()
        : Vector256.Create(
            Vector128.Create(a.GetLower().GetLower(), b.GetLower().GetLower()), Vector128.Create(a.GetUpper().GetLower(), b.GetUpper().GetLower()));

    /// <summary>In each half: a2 a3 b2 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ZipPairsHigh(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackHigh(a.AsDouble(), b.AsDouble()).AsSingle()
        : Vector256.Create(
            Vector128.Create(a.GetLower().GetUpper(), b.GetLower().GetUpper()), Vector128.Create(a.GetUpper().GetUpper(), b.GetUpper().GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
}
