using System.Runtime.Intrinsics;
using Kws.Audio.Extraction;

namespace Kws.Audio.Tests.Support;

/// <summary>The instructions of <see cref="Lanes8"/> as two halves of 128 bits: they run on every processor.</summary>
internal readonly unsafe struct WrittenOutLanes8 : ILanes<Vector256<float>>
{
    public static int Count => 8;

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => OfHalves(Lanes4.Add, a, b);

    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => OfHalves(Lanes4.Subtract, a, b);

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => OfHalves(Lanes4.Multiply, a, b);

    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => OfHalves(Lanes4.Divide, a, b);

    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => OfHalves(Lanes4.Max, a, b);

    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => OfHalves(Lanes4.Min, a, b);

    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Create(Lanes4.Sqrt(a.GetLower()), Lanes4.Sqrt(a.GetUpper()));

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Load(float* address) => Vector256.Create(Lanes4.Load(address), Lanes4.Load(address + 4));

    public static Vector256<float> LoadUnaligned(float* address) =>
        Vector256.Create(Lanes4.LoadUnaligned(address), Lanes4.LoadUnaligned(address + 4));

    public static Vector256<float> LoadReversed(float* address) =>
        Vector256.Create(Lanes4.LoadReversed(address + 4), Lanes4.LoadReversed(address));

    public static void LoadSamples(short* address, out Vector256<float> even, out Vector256<float> odd)
    {
        Lanes4.LoadSamples(address, out Vector128<float> even0, out Vector128<float> odd0);
        Lanes4.LoadSamples(address + 8, out Vector128<float> even1, out Vector128<float> odd1);
        even = Vector256.Create(even0, even1);
        odd = Vector256.Create(odd0, odd1);
    }

    public static void Store(Vector256<float> a, float* address)
    {
        Lanes4.Store(a.GetLower(), address);
        Lanes4.Store(a.GetUpper(), address + 4);
    }

    public static void StoreRounded(Vector256<float> a, int* address)
    {
        Lanes4.StoreRounded(a.GetLower(), address);
        Lanes4.StoreRounded(a.GetUpper(), address + 4);
    }

    public static void StoreRoundedAway(Vector256<float> a, int* address)
    {
        Lanes4.StoreRoundedAway(a.GetLower(), address);
        Lanes4.StoreRoundedAway(a.GetUpper(), address + 4);
    }

    public static void Split(Vector256<float> a, out Vector256<float> exponent, out Vector256<float> mantissa)
    {
        Lanes4.Split(a.GetLower(), out Vector128<float> exponent0, out Vector128<float> mantissa0);
        Lanes4.Split(a.GetUpper(), out Vector128<float> exponent1, out Vector128<float> mantissa1);
        exponent = Vector256.Create(exponent0, exponent1);
        mantissa = Vector256.Create(mantissa0, mantissa1);
    }

    public static void Columns(
        float* rows, int stride, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        Lanes4.Columns(rows, stride, out Vector128<float> a0, out Vector128<float> a1, out Vector128<float> a2, out Vector128<float> a3);
        Lanes4.Columns(
            rows + (4 * stride), stride, out Vector128<float> b0, out Vector128<float> b1, out Vector128<float> b2,
            out Vector128<float> b3);
        c0 = Vector256.Create(a0, b0);
        c1 = Vector256.Create(a1, b1);
        c2 = Vector256.Create(a2, b2);
        c3 = Vector256.Create(a3, b3);
    }

    private static Vector256<float> OfHalves(
        Func<Vector128<float>, Vector128<float>, Vector128<float>> operation, Vector256<float> a, Vector256<float> b) =>
        Vector256.Create(operation(a.GetLower(), b.GetLower()), operation(a.GetUpper(), b.GetUpper()));
}
