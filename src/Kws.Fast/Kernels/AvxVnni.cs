using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>AVX2 and AVX-VNNI: six groups of 8 channels, the depthwise products accumulated by <c>vpdpwssd</c>.</summary>
internal sealed class AvxVnni(DsCnnModel model)
    : Winograd<Simd256, Vector256<byte>, InputTransform256, DepthwisePoolDirect<Simd256, Vector256<byte>, Vnni256>, Vnni256>(new VectorModel(model));
