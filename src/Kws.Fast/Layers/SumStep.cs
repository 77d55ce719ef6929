using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>
/// A layer that sums over channels: some windows and one unit at a time, so that a vector of weights is used for each of them; for a single
/// window two units.
/// </summary>
/// <param name="packed">The weights.</param>
/// <param name="narrowing">The requantisation.</param>
internal abstract unsafe class SumStep<TSimd, TVector>(PackedSums packed, Narrowing<TSimd, TVector> narrowing) : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    /// <summary>The weights.</summary>
    protected readonly PackedSums Packed = packed;

    /// <summary>The requantisation.</summary>
    protected readonly Narrowing<TSimd, TVector> Narrowing = narrowing;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override bool Run(byte* input, byte* output, int positions)
    {
        TVector check = TSimd.Constant32(0);
        int unit = 0;
        if (positions == 1)
        {
            for (; unit + 2 <= Packed.UnitCount; unit += 2)
            {
                check = TwoUnits(input + Packed.Starts[0], output + Packed.Outputs[0] + (unit * (nint)Narrowing.UnitBytes), unit, check);
            }
        }

        for (; unit < Packed.UnitCount; unit++)
        {
            check = Windows(input, output + (unit * (nint)Narrowing.UnitBytes), positions, unit, check);
        }

        GC.KeepAlive(Packed);
        return TSimd.AnyUpper16(check);
    }

    /// <summary>Computes a unit of all windows. Where fewer are left than it takes at a time, it computes the last one again.</summary>
    /// <param name="input">The input.</param>
    /// <param name="output">The unit in the output.</param>
    /// <param name="positions">The number of windows.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="check">The check of the values so far.</param>
    protected abstract TVector Windows(byte* input, byte* output, int positions, int unit, TVector check);

    /// <summary>Computes two units of one window.</summary>
    protected abstract TVector TwoUnits(byte* input, byte* output, int unit, TVector check);
}
