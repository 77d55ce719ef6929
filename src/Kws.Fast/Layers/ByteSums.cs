using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>
/// Sums of products of bytes: pairs of products are added in 16-bit lanes as long as the bounds of the weights allow, a chunk of groups, and then
/// in 32-bit lanes. Three windows and one unit at a time; for a single window two units.
/// </summary>
/// <param name="packed">The weights.</param>
/// <param name="chunk">The groups whose products fit 16 bits together; their number is a multiple of it.</param>
/// <param name="narrowing">The requantisation.</param>
internal sealed unsafe class ByteSums<TSimd, TVector>(PackedSums packed, int chunk, Narrowing<TSimd, TVector> narrowing) : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* input, byte* output, int positions)
    {
        TVector check = TSimd.Constant32(0);
        int unit = 0;
        if (positions == 1)
        {
            for (; unit + 2 <= packed.UnitCount; unit += 2)
            {
                check = TwoUnits(input + packed.Starts[0], output + packed.Outputs[0] + (unit * (nint)narrowing.UnitBytes), unit, check);
            }
        }

        for (; unit < packed.UnitCount; unit++)
        {
            for (int p = 0; p < positions; p += 3)
            {
                check = ThreeWindows(input, output + (unit * (nint)narrowing.UnitBytes), p, positions - 1, unit, check);
            }
        }

        GC.KeepAlive(packed);
        return TSimd.AnyUpper16(check);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TVector ThreeWindows(byte* input, byte* output, int first, int last, int unit, TVector check)
    {
        int* starts = packed.Starts;
        (int q1, int q2) = (Math.Min(first + 1, last), Math.Min(first + 2, last));
        byte* in0 = input + starts[first];
        byte* in1 = input + starts[q1];
        byte* in2 = input + starts[q2];
        byte* weights = packed.Weights + (unit * (nint)packed.UnitBytes);
        TVector a0 = TSimd.Load(weights);
        TVector b0 = TSimd.Load(weights + sizeof(TVector));
        TVector a1 = a0;
        TVector b1 = b0;
        TVector a2 = a0;
        TVector b2 = b0;
        int* offset = packed.Offsets;
        int* end = offset + packed.Groups;
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
            while (offset < end)
            {
                weights += 2 * sizeof(TVector);
                nint place = *offset;
                TVector wa = TSimd.Load(weights);
                TVector wb = TSimd.Load(weights + sizeof(TVector));
                TVector values = TSimd.Broadcast32(in0 + place);
                TVector c0 = TSimd.MultiplyAdd8(values, wa);
                TVector d0 = TSimd.MultiplyAdd8(values, wb);
                values = TSimd.Broadcast32(in1 + place);
                TVector c1 = TSimd.MultiplyAdd8(values, wa);
                TVector d1 = TSimd.MultiplyAdd8(values, wb);
                values = TSimd.Broadcast32(in2 + place);
                TVector c2 = TSimd.MultiplyAdd8(values, wa);
                TVector d2 = TSimd.MultiplyAdd8(values, wb);
                offset++;
                for (int* stop = offset + (chunk - 1); offset < stop; offset++)
                {
                    weights += 2 * sizeof(TVector);
                    place = *offset;
                    wa = TSimd.Load(weights);
                    wb = TSimd.Load(weights + sizeof(TVector));
                    values = TSimd.Broadcast32(in0 + place);
                    c0 = TSimd.Add16(c0, TSimd.MultiplyAdd8(values, wa));
                    d0 = TSimd.Add16(d0, TSimd.MultiplyAdd8(values, wb));
                    values = TSimd.Broadcast32(in1 + place);
                    c1 = TSimd.Add16(c1, TSimd.MultiplyAdd8(values, wa));
                    d1 = TSimd.Add16(d1, TSimd.MultiplyAdd8(values, wb));
                    values = TSimd.Broadcast32(in2 + place);
                    c2 = TSimd.Add16(c2, TSimd.MultiplyAdd8(values, wa));
                    d2 = TSimd.Add16(d2, TSimd.MultiplyAdd8(values, wb));
                }

                TVector one = TSimd.Constant16(1);
                a0 = TSimd.Dot16(a0, c0, one);
                b0 = TSimd.Dot16(b0, d0, one);
                a1 = TSimd.Dot16(a1, c1, one);
                b1 = TSimd.Dot16(b1, d1, one);
                a2 = TSimd.Dot16(a2, c2, one);
                b2 = TSimd.Dot16(b2, d2, one);
            }
        }

        int* outputs = packed.Outputs;
        check = narrowing.Store(output + outputs[first], a0, b0, check);
        check = narrowing.Store(output + outputs[q1], a1, b1, check);
        return narrowing.Store(output + outputs[q2], a2, b2, check);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TVector TwoUnits(byte* input, byte* output, int unit, TVector check)
    {
        byte* first = packed.Weights + (unit * (nint)packed.UnitBytes);
        byte* second = first + packed.UnitBytes;
        TVector a0 = TSimd.Load(first);
        TVector b0 = TSimd.Load(first + sizeof(TVector));
        TVector a1 = TSimd.Load(second);
        TVector b1 = TSimd.Load(second + sizeof(TVector));
        int* offset = packed.Offsets;
        int* end = offset + packed.Groups;
        while (offset < end)
        {
            first += 2 * sizeof(TVector);
            second += 2 * sizeof(TVector);
            TVector values = TSimd.Broadcast32(input + *offset);
            offset++;
            if (TSimd.HasDot8)
            {
                a0 = TSimd.Dot8(a0, values, TSimd.Load(first));
                b0 = TSimd.Dot8(b0, values, TSimd.Load(first + sizeof(TVector)));
                a1 = TSimd.Dot8(a1, values, TSimd.Load(second));
                b1 = TSimd.Dot8(b1, values, TSimd.Load(second + sizeof(TVector)));
                continue;
            }

            TVector c0 = TSimd.MultiplyAdd8(values, TSimd.Load(first));
            TVector d0 = TSimd.MultiplyAdd8(values, TSimd.Load(first + sizeof(TVector)));
            TVector c1 = TSimd.MultiplyAdd8(values, TSimd.Load(second));
            TVector d1 = TSimd.MultiplyAdd8(values, TSimd.Load(second + sizeof(TVector)));
            for (int* stop = offset + (chunk - 1); offset < stop; offset++)
            {
                first += 2 * sizeof(TVector);
                second += 2 * sizeof(TVector);
                values = TSimd.Broadcast32(input + *offset);
                c0 = TSimd.Add16(c0, TSimd.MultiplyAdd8(values, TSimd.Load(first)));
                d0 = TSimd.Add16(d0, TSimd.MultiplyAdd8(values, TSimd.Load(first + sizeof(TVector))));
                c1 = TSimd.Add16(c1, TSimd.MultiplyAdd8(values, TSimd.Load(second)));
                d1 = TSimd.Add16(d1, TSimd.MultiplyAdd8(values, TSimd.Load(second + sizeof(TVector))));
            }

            TVector one = TSimd.Constant16(1);
            a0 = TSimd.Dot16(a0, c0, one);
            b0 = TSimd.Dot16(b0, d0, one);
            a1 = TSimd.Dot16(a1, c1, one);
            b1 = TSimd.Dot16(b1, d1, one);
        }

        check = narrowing.Store(output, a0, b0, check);
        return narrowing.Store(output + narrowing.UnitBytes, a1, b1, check);
    }
}
