using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// Sums of products of 32-bit values, which are stored as halves: the products of lower and of upper halves are added apart, as pairs of
/// 16-bit products in 32-bit lanes. A sum is 2^16 times the upper one plus the lower one, which has up to 48 bits. One window and one
/// unit at a time, so that a vector of weights is used for both halves.
/// </summary>
/// <remarks>
/// A product of a half and a weight has at most 2^22, so a chunk of groups adds less than 2^31. After a chunk the lower sum keeps
/// 16 bits, and the upper one takes the rest. Bounds: a layer has at most 2^20 weights per channel, so the upper bits of a bias have at
/// most 2^26, and the check after every chunk keeps an upper sum below 2^29. Either together with 2^30 of a chunk fits 32 bits.
/// </remarks>
/// <param name="packed">The weights.</param>
/// <param name="highOffset">The bytes from lower to upper halves in the input.</param>
/// <param name="narrowed">The requantisation; null for none.</param>
/// <param name="narrowing">That requantisation, for sums that are rounded and shifted already.</param>
internal sealed unsafe class WideSums<TSimd, TVector, TPairs>(
    PackedSums packed, int highOffset, RequantizationLayer? narrowed, Narrowing<TSimd, TVector> narrowing) : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
    where TPairs : IPairs<TVector>
{
    private const int ChunkGroups = 128;

    private readonly int _shift = narrowed?.Shift ?? 0;
    private readonly bool _isHalfUp = narrowed is { Half: > 0 };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* input, byte* output, int positions)
    {
        TVector check = TSimd.Constant32(0);
        for (int unit = 0; unit < packed.UnitCount; unit++)
        {
            check = Windows(
                input + (unit * (nint)TPairs.UnitBytes), output + (unit * (nint)narrowing.UnitBytes), positions,
                packed.Weights + (unit * (nint)packed.UnitBytes), check);
        }

        GC.KeepAlive(packed);
        return TSimd.AnyUpper16(check);
    }

    /// <summary>Computes a unit of all windows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TVector Windows(byte* input, byte* output, int positions, byte* bias, TVector check)
    {
        Narrowing<TSimd, TVector> store = narrowing;
        int* end = packed.Offsets + packed.Places;
        nint high = highOffset;
        for (int p = 0; p < positions; p++)
        {
            byte* window = input + packed.Starts[p];
            byte* weights = bias + (2 * sizeof(TVector));
            TVector lowA = TSimd.Load(bias);
            TVector lowB = TSimd.Load(bias + sizeof(TVector));
            TVector highA = TSimd.Load(weights);
            TVector highB = TSimd.Load(weights + sizeof(TVector));
            int* place = packed.Offsets;
            while (true)
            {
                int* stop = end - place > ChunkGroups * TPairs.Places ? place + (ChunkGroups * TPairs.Places) : end;
                for (; place < stop; place += TPairs.Places)
                {
                    weights += 2 * sizeof(TVector);
                    TVector weightsA = TSimd.Load(weights);
                    TVector weightsB = TSimd.Load(weights + sizeof(TVector));
                    (TVector a, TVector b) = TPairs.Read(window, place);
                    lowA = TSimd.Dot16(lowA, a, weightsA);
                    lowB = TSimd.Dot16(lowB, b, weightsB);
                    (a, b) = TPairs.Read(window + high, place);
                    highA = TSimd.Dot16(highA, a, weightsA);
                    highB = TSimd.Dot16(highB, b, weightsB);
                }

                Carry(ref lowA, ref highA);
                Carry(ref lowB, ref highB);
                if (place == end)
                {
                    break;
                }

                check = Check(check, TSimd.ShiftRight32(highA, 14), TSimd.ShiftRight32(highB, 14));
            }

            check = Check(check, highA, highB);
            lowA = Shift(TSimd.Add32(TSimd.ShiftLeft32(highA, 16), lowA));
            lowB = Shift(TSimd.Add32(TSimd.ShiftLeft32(highB, 16), lowB));
            check = store.Store(output + packed.Outputs[p], lowA, lowB, check);
        }

        return check;
    }

    /// <summary>Moves all but 16 bits of the lower sum to the upper one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref TVector low, ref TVector high)
    {
        TVector carry = TSimd.ShiftRight32(low, 16);
        low = TSimd.Subtract32(low, TSimd.ShiftLeft32(carry, 16));
        high = TSimd.Add32(high, carry);
    }

    /// <summary>The check with bits above the lower 16 where a number does not fit 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Check(TVector check, TVector a, TVector b)
    {
        TVector offset = TSimd.Constant32(1 << 15);
        return TSimd.Or(check, TSimd.Or(TSimd.Add32(a, offset), TSimd.Add32(b, offset)));
    }

    /// <summary>The shift, without exceeding 32 bits where half is added: (x + 1) >> 1 is x - (x >> 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Shift(TVector sums)
    {
        if (!_isHalfUp)
        {
            return TSimd.ShiftRight32(sums, _shift);
        }

        sums = TSimd.ShiftRight32(sums, _shift - 1);
        return TSimd.Subtract32(sums, TSimd.ShiftRight32(sums, 1));
    }
}
