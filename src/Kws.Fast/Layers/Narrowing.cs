using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// A requantisation of two vectors of 32-bit sums, and the store of the result. What rounding adds is part of the bias. The checked sum of
/// value and 2^15 has bits above the lower 16 only if the value does not fit 16 bits. Where the bounds say that it
/// fits, packing comes first. Values of 32 bits are stored as halves.
/// </summary>
internal readonly unsafe struct Narrowing<TSimd, TVector>
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    // Vectors in memory are operands of instructions: no number is copied into lanes for a store.
    private readonly TVector _min;
    private readonly TVector _max;
    private readonly TVector _zero;
    private readonly int _shift;
    private readonly int _highOffset;
    private readonly ValueFormat _format;
    private readonly bool _isProven;

    /// <param name="layer">The requantisation; null for none.</param>
    /// <param name="output">The output.</param>
    /// <param name="isShifted">True if the sums are rounded and shifted already.</param>
    public Narrowing(RequantizationLayer? layer, PlanTensor output, bool isShifted)
    {
        (_shift, int min, int max) = layer is null
            ? (0, int.MinValue, int.MaxValue)
            : (isShifted ? 0 : layer.Shift, layer.MinOutput, layer.MaxOutput);
        (_zero, _format, _highOffset) = (TSimd.Constant16((short)output.Zero), output.Format, output.HighOffset);
        _isProven = _format == ValueFormat.Byte || (_format == ValueFormat.Short && min >= short.MinValue && max <= short.MaxValue);
        (_min, _max) = _isProven
            ? (TSimd.Constant16((short)Math.Max(min, short.MinValue)), TSimd.Constant16((short)Math.Min(max, short.MaxValue)))
            : (TSimd.Constant32(min), TSimd.Constant32(max));
    }

    /// <summary>The bytes of a unit in the output.</summary>
    public int UnitBytes =>
        _format switch { ValueFormat.Byte => sizeof(TVector) / 2, ValueFormat.Int => 2 * sizeof(TVector), _ => sizeof(TVector) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Store(byte* output, TVector a, TVector b, TVector check)
    {
        a = TSimd.ShiftRight32(a, _shift);
        b = TSimd.ShiftRight32(b, _shift);
        if (_isProven)
        {
            TVector values = TSimd.Max16(TSimd.Pack32(a, b), _min);
            values = TSimd.Min16(values, _max);
            if (_format == ValueFormat.Byte)
            {
                TSimd.StoreBytes(output, TSimd.Add16(values, _zero));
            }
            else
            {
                TSimd.Store(output, values);
            }

            return check;
        }

        a = Clamp(a);
        b = Clamp(b);
        if (_format == ValueFormat.Int)
        {
            TSimd.Store(output, a);
            TSimd.Store(output + sizeof(TVector), b);
            return check;
        }

        if (_format == ValueFormat.Halves)
        {
            TVector low = TSimd.Pack32(TSimd.ShiftRight32(TSimd.ShiftLeft32(a, 16), 16), TSimd.ShiftRight32(TSimd.ShiftLeft32(b, 16), 16));
            TSimd.Store(output, TSimd.Add16(low, _zero));
            TSimd.Store(output + _highOffset, TSimd.Pack32(TSimd.ShiftRight32(a, 16), TSimd.ShiftRight32(b, 16)));
            return check;
        }

        TSimd.Store(output, TSimd.Pack32(a, b));
        TVector offset = TSimd.Constant32(1 << 15);
        return TSimd.Or(check, TSimd.Or(TSimd.Add32(a, offset), TSimd.Add32(b, offset)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Clamp(TVector value) => TSimd.Min32(TSimd.Max32(value, _min), _max);
}
