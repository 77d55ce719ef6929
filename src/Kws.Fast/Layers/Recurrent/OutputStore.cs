using Kws.Fast.Plans;
using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>The store of outputs of 8 bits, a unit at a time.</summary>
/// <param name="tensor">The tensor, of bytes or of 16-bit numbers.</param>
internal readonly unsafe struct OutputStore<TSimd, TVector>(PlanTensor tensor)
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private readonly bool _isByte = tensor.Format == ValueFormat.Byte;
    private readonly short _zero = (short)tensor.Zero;

    /// <summary>Stores a unit.</summary>
    /// <param name="position">The position in the tensor.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="values">16-bit lanes of values of 8 bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(byte* position, int unit, TVector values)
    {
        if (_isByte)
        {
            TSimd.StoreBytes(position + (unit * (nint)(sizeof(TVector) / 2)), TSimd.Add16(values, TSimd.Constant16(_zero)));
        }
        else
        {
            TSimd.Store(position + (unit * (nint)sizeof(TVector)), values);
        }
    }

    /// <summary>Sets all values of a position to 0.</summary>
    public void Clear(byte* position, int bytes) => new Span<byte>(position, bytes).Fill(_isByte ? (byte)_zero : (byte)0);
}
