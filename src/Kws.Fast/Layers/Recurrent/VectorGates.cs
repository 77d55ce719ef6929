using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// Gates of a unit of vectors: as many 16-bit lanes as a vector has, from two vectors of 32-bit sums in the order of
/// <see cref="Plans.Units.IndexOf"/>, which packing turns into that of the lanes.
/// </summary>
/// <param name="layer">The layer.</param>
internal readonly unsafe struct VectorGates<TSimd, TVector>(RecurrentLayer layer)
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    /// <summary>The largest sum of a gate for which rounding does not exceed 32 bits.</summary>
    public const int MostSum = int.MaxValue - (1 << SigmoidShift);

    /// <summary>The shift from a sum to the argument of the table, for sigmoid; for tanh it is 1 less.</summary>
    public const int SigmoidShift = RecurrentLayer.SumFraction - TanhTable.ArgumentFraction;

    private const int Half = 1 << 14;

    // The input is in the upper halves of 32-bit lanes before it is shifted.
    private readonly int _inputShift = 16 - layer.InputShift;
    private readonly int _recurrentShift = layer.RecurrentShift;

    /// <summary>The argument of the table for a gate, but for the least number of 16 bits.</summary>
    /// <param name="sums">The products with the recurrent weights.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="shift">The shift from a sum to an argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Argument(byte* sums, byte* x, int shift)
    {
        (TVector a, TVector b) = Sums(sums, x);
        return Narrow(a, b, shift);
    }

    /// <summary>The argument of the table for sigmoid of a gate with peepholes.</summary>
    /// <param name="sums">The products with the recurrent weights.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="peepholes">The peepholes, 16 bits each.</param>
    /// <param name="cells">The cell states.</param>
    /// <param name="peepholeShift">log2 of the factor of their products.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Argument(byte* sums, byte* x, byte* peepholes, TVector cells, int peepholeShift)
    {
        (TVector a, TVector b) = Sums(sums, x);
        TVector zero = TSimd.Constant16(0);
        TVector weights = TSimd.Load(peepholes);
        TVector low = TSimd.Dot16(zero, TSimd.UnpackLow16(cells, zero), TSimd.UnpackLow16(weights, zero));
        TVector high = TSimd.Dot16(zero, TSimd.UnpackHigh16(cells, zero), TSimd.UnpackHigh16(weights, zero));
        a = TSimd.Add32(a, TSimd.ShiftLeft32(low, peepholeShift));
        b = TSimd.Add32(b, TSimd.ShiftLeft32(high, peepholeShift));
        return Narrow(a, b, SigmoidShift);
    }

    /// <summary>sigmoid, from tanh of half the argument: (2^15 + t) >> 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector halfTanh) => TSimd.Add16(TSimd.ShiftRight16(halfTanh, 1), TSimd.Constant16(Half));

    /// <summary>1 - sigmoid, from tanh of half the argument: (2^15 - t) >> 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector OneMinusSigmoid(TVector halfTanh) => Sigmoid(TSimd.Subtract16(TSimd.Constant16(0), halfTanh));

    /// <summary>8 bits of numbers of 16, rounded half up and saturated, in 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Output(TVector value) => TSimd.ShiftRight16(TSimd.AddSaturate16(value, TSimd.Constant16(1 << 7)), 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector A, TVector B) Sums(byte* sums, byte* x)
    {
        TVector zero = TSimd.Constant16(0);
        TVector inputs = TSimd.Load(x);
        TVector a = TSimd.ShiftRight32(TSimd.UnpackLow16(zero, inputs), _inputShift);
        TVector b = TSimd.ShiftRight32(TSimd.UnpackHigh16(zero, inputs), _inputShift);
        return (
            TSimd.Add32(a, TSimd.ShiftLeft32(TSimd.Load(sums), _recurrentShift)),
            TSimd.Add32(b, TSimd.ShiftLeft32(TSimd.Load(sums + sizeof(TVector)), _recurrentShift)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Narrow(TVector a, TVector b, int shift)
    {
        TVector half = TSimd.Constant32(1 << (shift - 1));
        a = TSimd.ShiftRight32(TSimd.Add32(a, half), shift);
        b = TSimd.ShiftRight32(TSimd.Add32(b, half), shift);
        return TSimd.Max16(TSimd.Pack32(a, b), TSimd.Constant16(-TanhTable.MaxArgument));
    }
}
