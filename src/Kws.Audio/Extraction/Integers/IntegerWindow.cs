using System.Numerics;
using Kws.Model;

namespace Kws.Audio.Extraction.Integers;

/// <summary>Samples times the window, scaled so that the loudest ones use all bits of the transform.</summary>
internal sealed unsafe class IntegerWindow<TLanes, TVector>
    where TLanes : IIntegerLanes<TVector>
    where TVector : unmanaged
{
    private readonly int _length;
    private readonly int _lostBits;
    private readonly AlignedArray<short> _window;

    public IntegerWindow(IntegerTables tables)
    {
        _length = tables.TransformLength;
        _lostBits = tables.LostBits;
        _window = new AlignedArray<short>(_length);
        tables.Window.CopyTo(new Span<short>(_window.Address, _length));
    }

    /// <param name="samples">N samples; receives the windowed ones.</param>
    /// <param name="exponent">Receives the exponent.</param>
    /// <returns>The largest magnitude of a windowed sample.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run(short* samples, out int exponent)
    {
        exponent = 32 - BitOperations.LeadingZeroCount((uint)Largest(samples)) + _lostBits;
        TVector half = TLanes.Broadcast((1 << exponent) >> 1);
        TVector zero = default;
        TVector largest = default;
        short* window = _window.Address;
        for (int i = 0; i < _length; i += 2 * TLanes.Pairs)
        {
            // A product of 32 bits for each of the two samples of a pair: the other one meets 0.
            TVector x = TLanes.Load(samples + i);
            TVector factors = TLanes.Load(window + i);
            TVector even = TLanes.MultiplyPairs(TLanes.Blend(x, zero), factors);
            TVector odd = TLanes.MultiplyPairs(TLanes.Blend(zero, x), factors);
            even = TLanes.ShiftRight32(TLanes.Add32(even, half), exponent);
            odd = TLanes.ShiftRight32(TLanes.Add32(odd, half), exponent);
            TVector windowed = TLanes.Blend(even, TLanes.ShiftLeft32(odd, 16));
            TLanes.Store(windowed, samples + i);
            largest = TLanes.Max16(largest, TLanes.Abs16(windowed));
        }

        return TLanes.Largest16(largest);
    }

    /// <summary>The largest magnitude of a sample, up to 32,768.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Largest(short* samples)
    {
        TVector least = default;
        TVector greatest = default;
        for (int i = 0; i < _length; i += 2 * TLanes.Pairs)
        {
            TVector x = TLanes.Load(samples + i);
            least = TLanes.Min16(least, x);
            greatest = TLanes.Max16(greatest, x);
        }

        // The least one is as large as what is not less than -1 - its negative: 32,768 would not fit.
        return Math.Max(TLanes.Largest16(greatest), 1 + TLanes.Largest16(TLanes.Subtract16(TLanes.Broadcast(-1), least)));
    }
}
