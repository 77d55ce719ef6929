using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>AVX2: six groups of 8 channels.</summary>
internal sealed class Avx2Kernel(KwsModel model)
    : Winograd<Simd256, Vector256<byte>, InputTransform256, ConvolutionStage<Simd256, Vector256<byte>>, Simd256>(new VectorModel(model));
