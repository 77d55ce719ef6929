using System.Runtime.Intrinsics;
using Kws.Fast.Kernels;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>The kernel AvxVnni with its two instructions written out, so that all the rest of it runs on every processor with AVX2.</summary>
internal sealed class VnniWrittenOut(DsCnnModel model)
    : Winograd<Simd256, Vector256<byte>, InputTransformVnni, ConvolutionVnni<WrittenOut>, WrittenOut>(new VectorModel(model))
{
    public static KernelEntry Entry => new(
        "AvxVnni, written out", "AVX2", System.Runtime.Intrinsics.X86.Avx2.IsSupported, VectorModel.IsSpecialised, model => new VnniWrittenOut(model));
}

/// <summary>What <c>vpdpbusd</c> and <c>vpdpwssd</c> are defined to compute.</summary>
internal readonly struct WrittenOut : IDot<Vector256<byte>>, IAccumulate<Vector256<byte>>
{
    public static Vector256<byte> DotProduct8(Vector256<byte> sum, Vector256<byte> unsigned, Vector256<byte> signed)
    {
        Span<int> lanes = stackalloc int[8];
        for (int i = 0; i < 32; i++)
        {
            lanes[i / 4] += unsigned[i] * (sbyte)signed[i];
        }

        return (sum.AsInt32() + Vector256.Create<int>(lanes)).AsByte();
    }

    public static Vector256<byte> MultiplyAccumulate16(Vector256<byte> sum, Vector256<byte> left, Vector256<byte> right)
    {
        Span<int> lanes = stackalloc int[8];
        for (int i = 0; i < 16; i++)
        {
            lanes[i / 2] += left.AsInt16()[i] * right.AsInt16()[i];
        }

        return (sum.AsInt32() + Vector256.Create<int>(lanes)).AsByte();
    }
}
