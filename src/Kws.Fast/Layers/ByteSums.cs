using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>
/// Sums of products of bytes: pairs of products are added in 16-bit lanes as long as the bounds of the weights allow, a chunk of groups,
/// and then in 32-bit lanes. A chunk starts from an offset that lets its sums use all 16 bits; the bias has its opposite. Three windows and
/// one unit at a time; for a single window two units.
/// </summary>
internal sealed unsafe class ByteSums<TSimd, TVector>(PackedSums packed, Narrowing<TSimd, TVector> narrowing)
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
        int* ends = Packed.ChunkEnds(unit);
        int last = positions - 1;
        for (int p0 = 0; p0 <= last; p0 += 3)
        {
            (int p1, int p2) = (Math.Min(p0 + 1, last), Math.Min(p0 + 2, last));
            byte* in0 = input + starts[p0];
            byte* in1 = input + starts[p1];
            byte* in2 = input + starts[p2];
            byte* weights = bias;
            TVector a0 = TSimd.Load(weights);
            TVector b0 = TSimd.Load(weights + sizeof(TVector));
            TVector a1 = a0;
            TVector b1 = b0;
            TVector a2 = a0;
            TVector b2 = b0;
            int* offset = offsets;
            if (TSimd.HasDot8)
            {
                for (; offset < end; offset++)
                {
                    weights += 2 * sizeof(TVector);
                    nint place = *offset;
                    TVector wa = TSimd.Load(weights);
                    TVector wb = TSimd.Load(weights + sizeof(TVector));
                    TVector values = TSimd.Broadcast32(in0 + place);
                    a0 = TSimd.Dot8(a0, values, wa);
                    b0 = TSimd.Dot8(b0, values, wb);
                    values = TSimd.Broadcast32(in1 + place);
                    a1 = TSimd.Dot8(a1, values, wa);
                    b1 = TSimd.Dot8(b1, values, wb);
                    values = TSimd.Broadcast32(in2 + place);
                    a2 = TSimd.Dot8(a2, values, wa);
                    b2 = TSimd.Dot8(b2, values, wb);
                }
            }
            else
            {
                for (int* chunk = ends; offset < end; chunk++)
                {
                    weights += 2 * sizeof(TVector);
                    TVector c0 = TSimd.Load(weights);
                    TVector d0 = TSimd.Load(weights + sizeof(TVector));
                    TVector c1 = c0;
                    TVector d1 = d0;
                    TVector c2 = c0;
                    TVector d2 = d0;
                    int* stop = offsets + *chunk;
                    do
                    {
                        weights += 2 * sizeof(TVector);
                        nint place = *offset;
                        TVector wa = TSimd.Load(weights);
                        TVector wb = TSimd.Load(weights + sizeof(TVector));
                        TVector values = TSimd.Broadcast32(in0 + place);
                        c0 = TSimd.Add16(c0, TSimd.MultiplyAdd8(values, wa));
                        d0 = TSimd.Add16(d0, TSimd.MultiplyAdd8(values, wb));
                        values = TSimd.Broadcast32(in1 + place);
                        c1 = TSimd.Add16(c1, TSimd.MultiplyAdd8(values, wa));
                        d1 = TSimd.Add16(d1, TSimd.MultiplyAdd8(values, wb));
                        values = TSimd.Broadcast32(in2 + place);
                        c2 = TSimd.Add16(c2, TSimd.MultiplyAdd8(values, wa));
                        d2 = TSimd.Add16(d2, TSimd.MultiplyAdd8(values, wb));
                        offset++;
                    }
                    while (offset < stop);

                    TVector one = TSimd.Constant16(1);
                    a0 = TSimd.Dot16(a0, c0, one);
                    b0 = TSimd.Dot16(b0, d0, one);
                    a1 = TSimd.Dot16(a1, c1, one);
                    b1 = TSimd.Dot16(b1, d1, one);
                    a2 = TSimd.Dot16(a2, c2, one);
                    b2 = TSimd.Dot16(b2, d2, one);
                }
            }

            check = narrowing.Store(output + outputs[p0], a0, b0, check);
            check = narrowing.Store(output + outputs[p1], a1, b1, check);
            check = narrowing.Store(output + outputs[p2], a2, b2, check);
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
        int* offsets = Packed.Offsets;
        int* offset = offsets;
        int* end = offset + Packed.Groups;
        if (TSimd.HasDot8)
        {
            for (; offset < end; offset++)
            {
                first += 2 * sizeof(TVector);
                second += 2 * sizeof(TVector);
                TVector values = TSimd.Broadcast32(input + *offset);
                a0 = TSimd.Dot8(a0, values, TSimd.Load(first));
                b0 = TSimd.Dot8(b0, values, TSimd.Load(first + sizeof(TVector)));
                a1 = TSimd.Dot8(a1, values, TSimd.Load(second));
                b1 = TSimd.Dot8(b1, values, TSimd.Load(second + sizeof(TVector)));
            }
        }

        for (int* chunk = Packed.ChunkEnds(unit); offset < end; chunk++)
        {
            first += 2 * sizeof(TVector);
            second += 2 * sizeof(TVector);
            TVector c0 = TSimd.Load(first);
            TVector d0 = TSimd.Load(first + sizeof(TVector));
            TVector c1 = TSimd.Load(second);
            TVector d1 = TSimd.Load(second + sizeof(TVector));
            int* stop = offsets + *chunk;
            do
            {
                first += 2 * sizeof(TVector);
                second += 2 * sizeof(TVector);
                TVector values = TSimd.Broadcast32(input + *offset);
                c0 = TSimd.Add16(c0, TSimd.MultiplyAdd8(values, TSimd.Load(first)));
                d0 = TSimd.Add16(d0, TSimd.MultiplyAdd8(values, TSimd.Load(first + sizeof(TVector))));
                c1 = TSimd.Add16(c1, TSimd.MultiplyAdd8(values, TSimd.Load(second)));
                d1 = TSimd.Add16(d1, TSimd.MultiplyAdd8(values, TSimd.Load(second + sizeof(TVector))));
                offset++;
            }
            while (offset < stop);

            TVector one = TSimd.Constant16(1);
            a0 = TSimd.Dot16(a0, c0, one);
            b0 = TSimd.Dot16(b0, d0, one);
            a1 = TSimd.Dot16(a1, c1, one);
            b1 = TSimd.Dot16(b1, d1, one);
        }

        check = Narrowing.Store(output, a0, b0, check);
        return Narrowing.Store(output + Narrowing.UnitBytes, a1, b1, check);
    }
}
