using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>AVX2 and AVX-VNNI: six groups of 8 channels, every product accumulated by <c>vpdpbusd</c> or <c>vpdpwssd</c>.</summary>
internal sealed class AvxVnniKernel(KwsModel model)
    : Winograd<Simd256, Vector256<byte>, InputTransformVnni, ConvolutionVnni, Vnni256>(new VectorModel(model));
