using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>
/// Sums of products of signed bytes, for weights of which a pair times the largest unsigned byte would exceed 16 bits: magnitudes of the
/// input are multiplied by weights with its sign, and added in chunks as in <see cref="ByteSums{TSimd, TVector}"/>. It is slower where many
/// windows use the same weights, and faster where reading the weights takes the time.
/// </summary>
internal sealed unsafe class SignedByteSums<TSimd, TVector>(PackedSums packed, Narrowing<TSimd, TVector> narrowing)
    : SumStep<TSimd, TVector>(packed, narrowing)
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override TVector Windows(byte* input, byte* output, int positions, int unit, TVector check)
    {
        byte* bias = Packed.Weights + (unit * (nint)Packed.UnitBytes);
        int* offsets = Packed.Offsets;
        int* end = offsets + Packed.Groups;
        TVector one = TSimd.Constant16(1);
        for (int p = 0; p < positions; p++)
        {
            byte* window = input + Packed.Starts[p];
            byte* weights = bias;
            TVector a = TSimd.Load(bias);
            TVector b = TSimd.Load(bias + sizeof(TVector));
            int* chunk = Packed.ChunkEnds(unit);
            for (int* offset = offsets; offset < end; chunk++)
            {
                TVector c = TSimd.Constant16(0);
                TVector d = c;
                int* stop = offsets + *chunk;
                for (; offset < stop; offset++)
                {
                    weights += 2 * sizeof(TVector);
                    TVector values = TSimd.Broadcast32(window + *offset);
                    TVector magnitudes = TSimd.Abs8(values);
                    c = TSimd.Add16(c, TSimd.MultiplyAddSigned8(magnitudes, values, TSimd.Load(weights)));
                    d = TSimd.Add16(d, TSimd.MultiplyAddSigned8(magnitudes, values, TSimd.Load(weights + sizeof(TVector))));
                }

                a = TSimd.Dot16(a, c, one);
                b = TSimd.Dot16(b, d, one);
            }

            check = Narrowing.Store(output + Packed.Outputs[p], a, b, check);
        }

        return check;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override TVector TwoUnits(byte* input, byte* output, int unit, TVector check)
    {
        byte* first = Packed.Weights + (unit * (nint)Packed.UnitBytes);
        nint other = Packed.UnitBytes;
        TVector a0 = TSimd.Load(first);
        TVector b0 = TSimd.Load(first + sizeof(TVector));
        TVector a1 = TSimd.Load(first + other);
        TVector b1 = TSimd.Load(first + other + sizeof(TVector));
        int* offsets = Packed.Offsets;
        int* offset = offsets;
        int* end = offset + Packed.Groups;
        TVector one = TSimd.Constant16(1);
        for (int* chunk = Packed.ChunkEnds(unit); offset < end; chunk++)
        {
            TVector c0 = TSimd.Constant16(0);
            TVector d0 = c0;
            TVector c1 = c0;
            TVector d1 = c0;
            int* stop = offsets + *chunk;
            do
            {
                first += 2 * sizeof(TVector);
                byte* second = first + other;
                TVector values = TSimd.Broadcast32(input + *offset);
                TVector magnitudes = TSimd.Abs8(values);
                c0 = TSimd.Add16(c0, TSimd.MultiplyAddSigned8(magnitudes, values, TSimd.Load(first)));
                d0 = TSimd.Add16(d0, TSimd.MultiplyAddSigned8(magnitudes, values, TSimd.Load(first + sizeof(TVector))));
                c1 = TSimd.Add16(c1, TSimd.MultiplyAddSigned8(magnitudes, values, TSimd.Load(second)));
                d1 = TSimd.Add16(d1, TSimd.MultiplyAddSigned8(magnitudes, values, TSimd.Load(second + sizeof(TVector))));
                offset++;
            }
            while (offset < stop);

            a0 = TSimd.Dot16(a0, c0, one);
            b0 = TSimd.Dot16(b0, d0, one);
            a1 = TSimd.Dot16(a1, c1, one);
            b1 = TSimd.Dot16(b1, d1, one);
        }

        check = Narrowing.Store(output, a0, b0, check);
        return Narrowing.Store(output + Narrowing.UnitBytes, a1, b1, check);
    }
}
