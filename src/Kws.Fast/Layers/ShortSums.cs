using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>
/// Sums of pairs of 16-bit products in 32-bit lanes: four windows and one unit at a time, so that a vector of weights is used four times
/// and a pair of values twice; for a single window two units. Sums fit 32 bits by the bounds of the layer, so partial ones may wrap.
/// </summary>
internal sealed unsafe class ShortSums<TSimd, TVector>(PackedSums packed, Narrowing<TSimd, TVector> narrowing)
    : SumStep<TSimd, TVector>(packed, narrowing)
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override TVector Windows(byte* input, byte* output, int positions, int unit, TVector check)
    {
        Narrowing<TSimd, TVector> narrowing = Narrowing;
        byte* bias = Packed.Weights + (unit * (nint)Packed.UnitBytes);
        int* starts = Packed.Starts;
        int* outputs = Packed.Outputs;
        int* offsets = Packed.Offsets;
        int* end = offsets + Packed.Groups;
        int last = positions - 1;
        for (int p0 = 0; p0 <= last; p0 += 4)
        {
            (int p1, int p2, int p3) = (Math.Min(p0 + 1, last), Math.Min(p0 + 2, last), Math.Min(p0 + 3, last));
            byte* in0 = input + starts[p0];
            byte* in1 = input + starts[p1];
            byte* in2 = input + starts[p2];
            byte* in3 = input + starts[p3];
            byte* weights = bias;
            TVector a0 = TSimd.Load(weights);
            TVector b0 = TSimd.Load(weights + sizeof(TVector));
            TVector a1 = a0;
            TVector b1 = b0;
            TVector a2 = a0;
            TVector b2 = b0;
            TVector a3 = a0;
            TVector b3 = b0;
            for (int* offset = offsets; offset < end; offset++)
            {
                weights += 2 * sizeof(TVector);
                nint place = *offset;
                TVector wa = TSimd.Load(weights);
                TVector wb = TSimd.Load(weights + sizeof(TVector));
                TVector values = TSimd.Broadcast32(in0 + place);
                a0 = TSimd.Dot16(a0, values, wa);
                b0 = TSimd.Dot16(b0, values, wb);
                values = TSimd.Broadcast32(in1 + place);
                a1 = TSimd.Dot16(a1, values, wa);
                b1 = TSimd.Dot16(b1, values, wb);
                values = TSimd.Broadcast32(in2 + place);
                a2 = TSimd.Dot16(a2, values, wa);
                b2 = TSimd.Dot16(b2, values, wb);
                values = TSimd.Broadcast32(in3 + place);
                a3 = TSimd.Dot16(a3, values, wa);
                b3 = TSimd.Dot16(b3, values, wb);
            }

            check = narrowing.Store(output + outputs[p0], a0, b0, check);
            check = narrowing.Store(output + outputs[p1], a1, b1, check);
            check = narrowing.Store(output + outputs[p2], a2, b2, check);
            check = narrowing.Store(output + outputs[p3], a3, b3, check);
        }

        return check;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override TVector TwoUnits(byte* input, byte* output, int unit, TVector check)
    {
        byte* first = Packed.Weights + (unit * (nint)Packed.UnitBytes);
        byte* second = first + Packed.UnitBytes;
        TVector a0 = TSimd.Load(first);
        TVector b0 = TSimd.Load(first + sizeof(TVector));
        TVector a1 = TSimd.Load(second);
        TVector b1 = TSimd.Load(second + sizeof(TVector));
        int* end = Packed.Offsets + Packed.Groups;
        for (int* offset = Packed.Offsets; offset < end; offset++)
        {
            first += 2 * sizeof(TVector);
            second += 2 * sizeof(TVector);
            TVector values = TSimd.Broadcast32(input + *offset);
            a0 = TSimd.Dot16(a0, values, TSimd.Load(first));
            b0 = TSimd.Dot16(b0, values, TSimd.Load(first + sizeof(TVector)));
            a1 = TSimd.Dot16(a1, values, TSimd.Load(second));
            b1 = TSimd.Dot16(b1, values, TSimd.Load(second + sizeof(TVector)));
        }

        check = Narrowing.Store(output, a0, b0, check);
        return Narrowing.Store(output + Narrowing.UnitBytes, a1, b1, check);
    }
}
