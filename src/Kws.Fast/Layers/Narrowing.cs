using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// A requantisation of two vectors of 32-bit sums, and the store of the result. What rounding adds is part of the bias. The checked sum of
/// value and 2^15 has bits above the lower 16 only if the value does not fit 16 bits. Where the bounds say that it
/// fits, packing comes first.
/// </summary>
internal readonly unsafe struct Narrowing<TSimd, TVector>
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private readonly int _shift;
    private readonly int _min;
    private readonly int _max;
    private readonly int _zero;
    private readonly ValueFormat _format;
    private readonly bool _isProven;

    public Narrowing(RequantizationLayer? layer, PlanTensor output)
    {
        (_shift, _min, _max) = layer is null ? (0, int.MinValue, int.MaxValue) : (layer.Shift, layer.MinOutput, layer.MaxOutput);
        (_zero, _format) = (output.Zero, output.Format);
        _isProven = _format == ValueFormat.Byte || (_format == ValueFormat.Short && _min >= short.MinValue && _max <= short.MaxValue);
        if (_isProven)
        {
            (_min, _max) = (Math.Max(_min, short.MinValue), Math.Min(_max, short.MaxValue));
        }
    }

    /// <summary>The bytes of a unit in the output.</summary>
    public int UnitBytes =>
        _format switch { ValueFormat.Byte => sizeof(TVector) / 2, ValueFormat.Short => sizeof(TVector), _ => 2 * sizeof(TVector) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Store(byte* output, TVector a, TVector b, TVector check)
    {
        a = TSimd.ShiftRight32(a, _shift);
        b = TSimd.ShiftRight32(b, _shift);
        if (_isProven)
        {
            TVector values = TSimd.Max16(TSimd.Pack32(a, b), TSimd.Constant16((short)_min));
            values = TSimd.Min16(values, TSimd.Constant16((short)_max));
            if (_format == ValueFormat.Byte)
            {
                TSimd.StoreBytes(output, TSimd.Add16(values, TSimd.Constant16((short)_zero)));
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

        TSimd.Store(output, TSimd.Pack32(a, b));
        TVector offset = TSimd.Constant32(1 << 15);
        return TSimd.Or(check, TSimd.Or(TSimd.Add32(a, offset), TSimd.Add32(b, offset)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Clamp(TVector value) => TSimd.Min32(TSimd.Max32(value, TSimd.Constant32(_min)), TSimd.Constant32(_max));
}
